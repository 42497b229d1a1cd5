"""The way in from another machine: a token into a cookie that no script reads."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dragoman.serve.web.desk import At
from dragoman.serve.web.guard import TOKEN
from dragoman.serve.web.tokens import Tokens

router = APIRouter(include_in_schema=False)


Next = Annotated[str, Query(max_length=4000)]
"""The page that was asked for first."""


@router.get("/login")
def login(desk: At, request: Request, next: Next = "/") -> Response:
    return HTMLResponse(_form(desk, request, next, wrong=False))


@router.post("/login")
def enter(
    desk: At, request: Request, token: Annotated[str, Form(max_length=200)] = "",
    next: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:  # fmt: skip
    if Tokens(desk.shelf.settings.record).find(token) is None:
        return HTMLResponse(_form(desk, request, next, wrong=True), 401)
    answer = RedirectResponse(here(next), 303)
    answer.set_cookie(TOKEN, token, httponly=True, samesite="lax",
                      secure=request.url.scheme == "https")  # fmt: skip
    return answer


@router.post("/logout")
def leave() -> Response:
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(TOKEN)
    return answer


def here(address: str) -> str:
    """An address of this desk; the first page for one that leads away."""
    # Browsers take "/\\host" for "//host", and leave out blanks and tabs.
    odd = "\\" in address or any(ord(sign) < 33 for sign in address)
    return "/" if odd or not address.startswith("/") or address.startswith("//") else address


def _form(desk: At, request: Request, next: str, wrong: bool) -> str:
    return desk.views.text(
        "login.html", csrf=request.state.guest.csrf, wrong=wrong, next=here(next)
    )
