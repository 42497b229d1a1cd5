"""Commands that open a record to a browser: serve, token."""

from typing import Annotated

import typer

from dragoman.errors import UsageError
from dragoman.serve.record_options import Record
from dragoman.serve.settings import load

app = typer.Typer()


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; any but this machine's own "
                          "demands a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Its port.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name by which it may be called."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Who sits at this machine may only read.")
    ] = False,
    mail_to: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Who gets the digest of all watches, once a day."),
    ] = None,
    smtp: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="The mail server that takes it.")
    ] = "",
    url: Annotated[
        str, typer.Option(metavar="URL", help="Where the links of its letters lead.")
    ] = "",
    author: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who judges; else as set, or the login's name."),
    ] = None,
    record: Record = None,
) -> None:  # fmt: skip
    """Open the record in a browser."""
    try:
        from dragoman.serve.web.server import run
    except ModuleNotFoundError as missing:
        raise UsageError(f"serve ({missing.name})", "install dragoman[web]") from None
    from dragoman.serve.record_correct import author_of
    from dragoman.serve.web.app import Bound
    from dragoman.serve.web.post import Post, address_of, place_of

    settings = load(record=record, author=author)
    role = "read" if read_only else "review"
    if bool(smtp) != bool(mail_to):
        raise UsageError("--smtp and --mail-to", "only together")
    if url and not url.startswith(("http://", "https://")):
        raise UsageError(f"--url {url}", "begins with http:// or https://")
    if smtp:
        place_of(smtp)
        if bool(settings.smtp_user) != bool(settings.smtp_password):
            raise UsageError("smtp_user and smtp_password", "only together")
    root = url.rstrip("/") or f"http://{(name or [host])[0]}:{port}"
    post = Post(
        smtp, tuple(map(address_of, mail_to or ())), root=root,
        user=settings.smtp_user, password=settings.smtp_password,
    )  # fmt: skip
    run(settings, author_of(settings), Bound(host, port, tuple(name or ()), role), post)


@app.command()
def token(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Whose it is; none lists all.")
    ] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="read or review.")] = "read",
    revoke: Annotated[bool, typer.Option("--revoke", help="It is one no more.")] = False,
    record: Record = None,
) -> None:
    """Make a token for someone who reads or reviews from another machine, or for a program."""
    from dragoman.serve.web.tokens import Tokens

    tokens = Tokens(load(record=record).record)
    if not name:
        for one in tokens.all():
            typer.echo(f"{one.made}  {one.role:6}  {one.name}")
    elif revoke:
        tokens.revoke(name)
        typer.echo(f"{name}: revoked", err=True)
    else:
        typer.echo(tokens.make(name, role))
        typer.echo("kept as a hash only: it cannot be shown again", err=True)
