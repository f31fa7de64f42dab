"""What people get wrong: in which file, what stood there, what they wrote, and words that the finding says.

The finding is expected on the line where the change begins; `down` counts lines from there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    name: str
    file: str
    old: str
    new: str
    says: str  # in the finding's words or remedy
    down: int = 0
    told_in: str = ""  # another file than the one with the mistake
    at: str = ""  # what stands on the line there


ABOUT, CONTACT, POLICY = (f"templates/{name}.html" for name in ("about", "contact", "policy"))
BRANDS, CARD, MEDIA = (f"templates/{name}.html" for name in ("brands", "_card", "_media"))
BASE, HEAD, FOOTER, PARTS = (f"templates/{name}.html" for name in ("base", "_head", "_footer", "_parts"))
SIZES, CSS, JS = "templates/size_guide.html", "assets/css/cards.css", "assets/main.js"
EN, ES, TOML = "locales/en.json", "locales/es.json", "theme.toml"
PROSE = '<div class="prose">{{ page.content.body }}</div>'
BUTTON = "{{ page.site.urls.contact }}"
RULE = ".card-text p { margin: 0; }"

MISTAKES = [
    # Fields and names
    Mistake("field of the site", FOOTER, "{{ site.name }}", "{{ site.nmae }}", "'name'"),
    Mistake("field of the content", ABOUT, "page.content.body", "page.content.boddy", "'body'"),
    Mistake("field of another page type", ABOUT, "page.content.title", "page.content.name", "It has body, title"),
    Mistake("field of an address", ABOUT, "urls.contact", "urls.contacts", "'contact'"),
    Mistake("field in a loop", BRANDS, "{{ brand.label }}</a>", "{{ brand.lable }}</a>", "'label'"),
    Mistake("field of a set name", CONTACT, "content.phone_url", "content.phone_link", "'phone_url'"),
    Mistake("field in a macro", CARD, "{{ c.url }}", "{{ c.href }}", "c has no 'href'"),
    Mistake("field of a text", CARD, "{{ c.brand }}", "{{ c.brand.name }}", "It is a text"),
    Mistake("field of a list", MEDIA, "{{ photo.srcset }}", "{{ photo.sources.srcset }}", "list"),
    Mistake("field in a condition", POLICY, "{% if page.content.others %}", "{% if page.content.other %}", "'others'"),
    Mistake("field of the head", HEAD, "<title>{{ meta.title }}", "<title>{{ meta.titel }}", "'title'"),
    Mistake("field named in a filter", CARD, "c.swatches|length > 1", 'c.swatches|map(attribute="nam")|list', "'name'"),
    Mistake("name", CONTACT, "{% if content.phone %}", "{% if contnet.phone %}", "'content'"),
    Mistake("page in a macro", CARD, "{{ c.brand }}", "{{ page.site.name }}", "with context"),
    Mistake("loop outside", ABOUT, PROSE, "{{ loop.index }}", "no 'loop'"),
    Mistake("field of the loop", CONTACT, "loop.last", "loop.lsat", "'last'"),
    Mistake("insides", ABOUT, "page.content.title", "page.__class__", "refused"),
    Mistake("a list shown as text", CONTACT, '<h2 id="hours">', '{{ content.opening_hours }}<h2 id="hours">', "list"),
    Mistake("a record gone through", POLICY, "in page.content.others", "in page.content", "not a list"),
    Mistake("value that never is", MEDIA, "photo.has_alpha", "photo.kind == 'png'", "no 'kind'"),
    # Filters, tests, functions, macros, blocks
    Mistake("filter", BRANDS, "content.brands|length", "content.brands|lenght", "'length'"),
    Mistake("filter of elsewhere", CARD, "{{ c.name }}", "{{ c.name|safe }}", "'safe'"),
    Mistake("test", MEDIA, "alt is none", "alt is nil", "'is nil'"),
    Mistake("function", ABOUT, PROSE, "{{ url_for('home') }}", "'url_for'"),
    Mistake("macro's name", ABOUT, "import page_title", "import page_titel", "'page_title'"),
    Mistake("macro's parameter", CARD, "price(c.price)", "price(pp=c.price)", "'p'"),
    Mistake("macro without its values", CARD, "{{ price(c.price) }}", "{{ price() }}", "needs p"),
    Mistake("template's name", ABOUT, '"_parts.html"', '"_part.html"', "'_parts.html'"),
    Mistake("layout's name", CONTACT, '"base.html"', '"bases.html"', "'base.html'"),
    Mistake("block's name", ABOUT, "{% block more %}", "{% block mor %}", "'more'"),
    Mistake("outside of blocks", ABOUT, "{% block opening %}", "<p>1</p>\n{% block opening %}", "outside"),
    # Statements
    Mistake("if not closed", CONTACT, "    {% endif %}\n    {% if content.phone %}", "    {% if content.phone %}",
            "{% if %} is not closed", told_in=CONTACT, at="{% if content.email or"),
    Mistake("for not closed", POLICY, "      {% endfor %}\n", "", "endfor", told_in=POLICY, at="{% for link"),
    Mistake("statement misspelt", POLICY, "{% endfor %}", "{% endfro %}", "'endfor'"),
    Mistake("elseif", CARD, "{% elif c.is_reduced %}", "{% elseif c.is_reduced %}", "'elif'"),
    Mistake("braces not closed", ABOUT, BUTTON, "{{ page.site.urls.contact", "}}"),
    Mistake("one brace", ABOUT, "{{ page.content.body }}", "{ page.content.body }", "{{"),
    Mistake("one = for equal", CARD, "{% if not c.in_stock %}", "{% if c.in_stock = false %}", "="),
    # Words
    Mistake("text's key", ABOUT, "t('about.contact')", "t('about.contcat')", "'about.contact'"),
    Mistake("placeholder without a value", BRANDS, ", count=brand.count)", ")", "{count}"),
    Mistake("value of another name", CARD, "count=c.swatches", "number=c.swatches", "{count}"),
    Mistake("words in the template", ABOUT, "{{ t('about.contact') }}", "Talk to us", "one language"),
    Mistake("words in an attribute", POLICY, 'aria-labelledby="others"', 'aria-label="More terms"', "one language"),
    Mistake("translation missing", EN, '  "nav.main"', '  "nav.mine": "Mine",\n  "nav.main"', "'nav.mine' has no words",
            told_in=ES, at='"nav.menu"'),
    Mistake("placeholder translated", ES, "{price}", "{precio}", "given price"),
    Mistake("comma forgotten", EN, '"Menu",', '"Menu"', "JSON"),
    Mistake("plural form misspelt", EN, '"one":', '"ones":', "'one'"),
    Mistake("key twice", EN, '  "nav.main"', '  "nav.menu": "Menu",\n  "nav.main"', "twice"),
    # Assets, sizes, theme.toml
    Mistake("asset", HEAD, "asset('main.js')", "asset('mian.js')", "'main.js'"),
    Mistake("place of pictures", PARTS, 'picture(site.logo, "logo"', 'picture(site.logo, "lgoo"', "'logo'"),
    Mistake("page type", TOML, "about = ", "abuot = ", "'about'"),
    Mistake("file", TOML, '"contact.html"', '"contacts.html"', "'contact.html'"),
    Mistake("stylesheet", TOML, '"assets/css/cards.css"', '"assets/css/crads.css"', "cards.css"),
    Mistake("table", TOML, "[pictures]", "[picturs]", "'pictures'"),
    Mistake("contract", TOML, "contract = 1", "contract = 7", "contract = 1"),
    Mistake("quote forgotten", TOML, 'about = "about.html"', 'about = "about.html', "TOML"),
    # Markup
    Mistake("alt forgotten", MEDIA, ' alt="{{ photo.alt if alt is none else alt }}"', "", "no alt"),
    Mistake("width forgotten", MEDIA, ' width="{{ photo.width }}"', "", "no width"),
    Mistake("element not closed", POLICY, "    </ul>\n", "", "<ul> is not closed", told_in=POLICY, at="<ul>"),
    Mistake("wrong end", ABOUT, "</a></p>", "</p></a>", "is not closed"),
    Mistake("element misspelt", CONTACT, "<address>", "<adress>", "'address'"),
    Mistake("attribute misspelt", ABOUT, '<a class="button" href', '<a clas="button" href', "'class'"),
    Mistake("aria misspelt", POLICY, "aria-labelledby", "aria-labeledby", "'aria-labelledby'"),
    Mistake("id of nobody", POLICY, 'aria-labelledby="others"', 'aria-labelledby="other"', "'others'"),
    Mistake("id twice", CONTACT, '<h2 id="hours">', '<h2 id="reach">', "twice"),
    Mistake("link without words", ABOUT, "{{ t('about.contact') }}</a>", "</a>", "no words"),
    Mistake("style in the page", ABOUT, '<p class="actions">', '<p style="color:red">', "style attribute"),
    Mistake("handler in the page", ABOUT, '<a class="button"', '<a onclick="go()"', "onclick"),
    Mistake("script in the page", ABOUT, PROSE, PROSE + "\n<script>go()</script>", "script within", down=1),
    Mistake("picture of elsewhere", ABOUT, PROSE, '<img src="https://cdn.example/a.png" alt="" width="1" height="1">',
            "elsewhere"),
    Mistake("quote of an attribute", ABOUT, 'class="wrap reading">', 'class="wrap reading>', "quotation mark"),
    # Styles and scripts
    Mistake("property misspelt", CSS, "{ margin: 0; }", "{ maring: 0; }", "'margin'"),
    Mistake("semicolon forgotten", CSS, "display: flex; flex-wrap", "display: flex flex-wrap", "semicolon"),
    Mistake("brace forgotten", CSS, RULE, ".card-text p { margin: 0;", "not closed"),
    Mistake("custom property", CSS, "var(--color-muted)", "var(--color-mute)", "'--color-muted'"),
    Mistake("colour of one's own", CSS, RULE, ".card-text p { color: #999; }", "#999"),
    Mistake("picture that is not there", CSS, RULE, ".card-text p { background: url(../icn.svg); }", "'../icon.svg'"),
    Mistake("class of nothing", CSS, ".card-facts {", ".card-fcats {", "'card-facts'"),
    Mistake("script that is not there", JS, "'./cart.js'", "'./crat.js'", "'./cart.js'"),
    Mistake("name that is not exported", JS, "{ countOf,", "{ coutnOf,", "'countOf'"),
    Mistake("script that can't be read", JS, "const { dataset } =", "const { dataset =", "be read"),
    Mistake("markup from a script", JS, "badge.textContent = count", "badge.innerHTML = count", "innerHTML"),
]  # fmt: skip
