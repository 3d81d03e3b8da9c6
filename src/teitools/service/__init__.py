"""A web server over documents: Distributed Text Services, the editions that were built, files (ASGI, on Starlette).

`serving` listens and ends in order; `application` says what is at which address and `guard` who may ask; `texts`,
`harvest`, `lists` and `files` are the addresses, `home` the page that leads to them. `replies`, `negotiation` and
`signposts` are what HTTP asks of answers. What is answered, `tasks.service` knows.
"""
