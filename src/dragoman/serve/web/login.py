"""The way in from another machine: a token into a cookie that no script reads."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dragoman.serve.web.desk import At
from dragoman.serve.web.guard import TOKEN
from dragoman.serve.web.tokens import Tokens

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login(desk: At, request: Request) -> Response:
    return HTMLResponse(_form(desk, request, wrong=False))


@router.post("/login")
def enter(desk: At, request: Request, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    if Tokens(desk.shelf.settings.record).find(token) is None:
        return HTMLResponse(_form(desk, request, wrong=True), 401)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(TOKEN, token, httponly=True, samesite="lax",
                      secure=request.url.scheme == "https")  # fmt: skip
    return answer


@router.post("/logout")
def leave() -> Response:
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(TOKEN)
    return answer


def _form(desk: At, request: Request, wrong: bool) -> str:
    return desk.views.text("login.html", csrf=request.state.guest.csrf, wrong=wrong)
