"""Texts that would become part of a page if any page forgot what text is. All of them carry the word CANARY."""

from __future__ import annotations

CANARY = "canary"
SCRIPTS = (
    "<script>{c}()</script>",
    "<SCRIPT SRC=//canary.example/x.js></SCRIPT>",
    "<scr<script>ipt>{c}()</scr</script>ipt>",
    "<script/x>{c}()</script>",
    "<script\x20type='text/javascript'>{c}();</script>",
    "</script><script>{c}()</script>",
    "<script>{c}()//",
    "<svg><script>{c}()</script></svg>",
    "<svg><script href='data:text/javascript,{c}()'></script></svg>",
    "<script type=module>import('data:text/javascript,{c}()')</script>",
)
ELEMENTS = (
    "<img src=x onerror={c}()>",
    "<img/src=x/onerror={c}()>",
    "<IMG SRC=x ONERROR={c}()>",
    '<img src="x` `<script>{c}()</script>"` `>',
    "<svg onload={c}()>",
    "<svg/onload={c}()//",
    "<body onload={c}()>",
    "<iframe src=javascript:{c}()>",
    "<iframe srcdoc='<script>parent.{c}()</script>'>",
    "<object data=javascript:{c}()>",
    "<embed src=javascript:{c}()>",
    "<details open ontoggle={c}()>x</details>",
    "<video><source onerror={c}()></video>",
    "<audio src=x onerror={c}()>",
    "<input autofocus onfocus={c}()>",
    "<select autofocus onfocus={c}()>",
    "<textarea autofocus onfocus={c}()>",
    "<marquee onstart={c}()>x</marquee>",
    "<math><mtext><table><mglyph><style><img src=x onerror={c}()>",
    "<form><button formaction=javascript:{c}()>X</button></form>",
    "<a href=javascript:{c}()>x</a>",
    "<base href=//canary.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:{c}()'>",
    "<link rel=stylesheet href=//canary.example/x.css>",
    "<style>@import '//canary.example/x.css';</style>",
    "<style>body{{background:url(//canary.example/x)}}</style>",
    "<canary-x>đậm</canary-x>",
    "<b canary-x=1>đậm</b>",
)
OUT_OF_ATTRIBUTES = (
    '" onmouseover="{c}()" canary-x="',
    "' onmouseover='{c}()' canary-x='",
    '"><img src=x onerror={c}()>',
    "'><img src=x onerror={c}()>",
    '"><canary-x>',
    "' canary-x=' autofocus onfocus={c}() x='",
    " canary-x=1 onfocus={c}() autofocus ",
    '" style="animation:x 1s" onanimationstart="{c}()" canary-x="',
    "`onmouseover={c}()",
)
OUT_OF_CONTEXTS = (
    "--><img src=x onerror={c}()>",
    "]]><img src=x onerror={c}()>",
    "</title><img src=x onerror={c}()>",
    "</textarea><img src=x onerror={c}()>",
    "</select></option><img src=x onerror={c}()>",
    "</style><img src=x onerror={c}()>",
    "<!--<img src=x onerror={c}()>-->",
    "javascript:{c}()",
    "data:text/html,<script>{c}()</script>",
    "{{{{ {c} }}}}{{% print('{c}' * 2) %}}{{{{ 1787*1789 }}}}canary",
    "&lt;img src=x onerror={c}()&gt;",
    "&#60;img src=x onerror={c}()&#62;",
    "＜img src=x onerror={c}()＞",
)
PAYLOADS = tuple(
    one.format(c=CANARY) for one in (*OUT_OF_ATTRIBUTES, *OUT_OF_CONTEXTS, *ELEMENTS, *SCRIPTS)
)  # what closes something stands first, so that nothing swallows the rest when they are joined
EVALUATED = "3196943"  # what a page would show that took text for a template of its own
