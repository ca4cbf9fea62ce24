"""The form that asks for the token."""

from __future__ import annotations

from html import escape


def login_page(back: str, *, wrong: bool = False) -> str:
    """A page with the form.

    Args:
        back: the path that is gone to afterwards.
        wrong: a wrong token was shown.
    """
    said = '<p role="alert">That is not the token.</p>' if wrong else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rashomon: token</title>
<link rel="stylesheet" href="/static/page.css">
</head>
<body>
<main class="login">
<h1>Rashomon</h1>
{said}
<form method="post" action="/login">
<input type="hidden" name="next" value="{escape(back)}">
<p><label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus></p>
<p><button type="submit">Open the library</button></p>
</form>
</main>
</body>
</html>
"""
