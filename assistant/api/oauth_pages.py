"""The pages on which a person lets a program use the toolbox: plain forms, no script."""

import html
import secrets
from urllib.parse import urlsplit

from aiohttp import web

_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1.25rem;color:#1b2330;background:#f6f7f9}"
    "main{background:#fff;border:1px solid #d9dee6;border-radius:.75rem;padding:1.5rem}h1{font-size:1.4rem;margin:0 0 1rem}"
    "label{display:block;font-weight:600;margin-top:1rem}"
    "input{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;border:1px solid #8a94a6;border-radius:.5rem;margin-top:.25rem}"
    "button{font:inherit;padding:.6rem 1.1rem;border-radius:.5rem;border:1px solid #1f5d52;background:#1f5d52;color:#fff;margin:1rem .5rem 0 0}"
    "button.plain{background:#fff;color:#1f5d52}.wrong{color:#a3161f;font-weight:600}code{overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#11151c}main{background:#1a202b;border-color:#33405a}"
    "input{background:#11151c;color:inherit}button.plain{background:none;color:#8fd3c5}.wrong{color:#ff9a9f}}"
)
AUTHORIZE = "/oauth/authorize"


def ask_address(request_id: str, *, client: str, redirect_uri: str, wrong: str = "") -> web.Response:
    """Who wants what, and the address that is to be proved."""
    return _page(
        "Let a program use the concierge?",
        f"<p><strong>{_text(client)}</strong> wants to use the concierge's toolbox in your name, and is at "
        f"<code>{_text(_where(redirect_uri))}</code>. Its name is what it calls itself.</p>"
        "<p>It may plan clouds and follow your deployments. It can't order anything: every order waits for your own yes on "
        "our page. Go on only if you have just asked this program to connect.</p>"
        f"{_wrong(wrong)}"
        f"<form method='post' action='{AUTHORIZE}/email'>{_hidden(request_id)}"
        "<label for='email'>Your e-mail address</label>"
        "<input id='email' name='email' type='email' required maxlength='254' autocomplete='email' autofocus>"
        "<button>Send me a code</button></form>"
        f"{_cancel(request_id)}",
        redirect_uri,
    )


def ask_code(request_id: str, *, client: str, email: str, redirect_uri: str, wrong: str = "") -> web.Response:
    """The code from the mail; typing it is the consent."""
    return _page(
        "Type the code from your mail",
        f"<p>A code is on its way to <strong>{_text(email)}</strong>. Typing it lets <strong>{_text(client)}</strong> use the "
        "toolbox in your name until you end it. Never give the code to a program or a person.</p>"
        f"{_wrong(wrong)}"
        f"<form method='post' action='{AUTHORIZE}/code'>{_hidden(request_id)}"
        "<label for='code'>Code</label>"
        "<input id='code' name='code' inputmode='numeric' pattern='[0-9 ]*' required maxlength='12' "
        "autocomplete='one-time-code' autofocus>"
        "<button>Allow</button></form>"
        f"{_cancel(request_id)}",
        redirect_uri,
    )


def refuse(sentence: str) -> web.Response:
    """Nothing goes on from here, least of all to an address that isn't known."""
    return _page("This doesn't work", f"<p class='wrong'>{_text(sentence)}</p><p>Go back to the program and connect again.</p>", "", status=400)


def nowhere(path: str) -> web.Response:
    """What a person sees at an address where there is nothing; programs get the problem document."""
    sandbox = path == "/sandbox" or path.startswith("/sandbox/")
    why = "The sandbox isn't switched on at this concierge, or this session isn't there." if sandbox else "There is nothing at this address."
    return _page("Nothing here", f"<p>{why}</p><p><a href='/start'>Talk to the concierge</a></p>", "", status=404)


def _page(title: str, body: str, redirect_uri: str, *, status: int = 200) -> web.Response:
    nonce = secrets.token_urlsafe(12)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self' {_source(redirect_uri)}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    text = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>{_text(title)}</title><style nonce='{nonce}'>{_STYLE}</style></head>"
        f"<body><main><h1>{_text(title)}</h1>{body}</main></body></html>"
    )
    # With no referrer at all a browser would call the origin of these forms `null`.
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}
    return web.Response(status=status, text=text, content_type="text/html", charset="utf-8", headers=headers)


def _source(redirect_uri: str) -> str:
    """Where the last form may lead: a browser applies `form-action` to the redirect behind it too."""
    parts = urlsplit(redirect_uri)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:" if parts.scheme else ""


def _where(redirect_uri: str) -> str:
    parts = urlsplit(redirect_uri)
    return parts.netloc if parts.scheme in ("http", "https") else f"{parts.scheme}:"


def _hidden(request_id: str) -> str:
    return f"<input type='hidden' name='request' value='{_text(request_id)}'>"


def _cancel(request_id: str) -> str:
    return f"<form method='post' action='{AUTHORIZE}/cancel'>{_hidden(request_id)}<button class='plain'>Don't allow</button></form>"


def _wrong(sentence: str) -> str:
    return f"<p class='wrong' role='alert'>{_text(sentence)}</p>" if sentence else ""


def _text(value: str) -> str:
    return html.escape(value, quote=True)
