"""What finding an article's story needs of arithmetic, compiled by Numba (https://numba.pydata.org).

NumPy is quick for many numbers at once, but a story has a dozen articles, and each of hundreds of calls costs
more than what it counts. Here each step is one call. The results are the same to the last bit: each function
tells what it mirrors, does the same operations on each two articles, and what is added up is exact in any
order (``likeness.exactly``).
"""
