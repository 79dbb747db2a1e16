"""A form that outlives a lost line: the server's side of ``static/protection/keep.js``.

On a page of protection whose form must not be lost or doubled::

    @keeps            # above @page (and @resumable): a redirect is told to the script instead of being followed blindly
    @page("…")
    def new(request): …   # the form has ``id = UUIDField(widget=HiddenInput, initial=new_id)``; the command takes pk=id

    <form method="post" data-keep>{% csrf_token %}{{ form.id }} … {% include "protection/keep_note.html" %}
    {% block head %}<script src="{% static "protection/keep.js" %}" defer></script>{% endblock %}

``data-keep="queue"``: while the line is down the next one can be noted at once, under a key of its own. Without script
the form is an ordinary one. Nothing is stored in the browser: what was typed is in the page, and gone with it.
"""

from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from musanada.access.pages import View

ASKED, TOLD = "X-Keep", "X-Keep-To"
REDIRECTS = (301, 302, 303)


def keeps(view: View) -> View:
    """To the script: 204 and where to go on. To a browser: the view's own answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if ASKED not in request.headers or response.status_code not in REDIRECTS:
            return response
        told = HttpResponse(status=204)
        told.headers[TOLD] = response.headers["Location"]
        told.cookies = response.cookies
        return told

    return answer
