"""Which persons, organisations and places of several articles and languages are one."""
