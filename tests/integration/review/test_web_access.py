"""The pages and the interface for programs: who may do what."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from review_site import Report, Serve

from extractor.review.web.guard import allowed_to
from extractor.store.database.shapes import Filters


def routes(app: FastAPI) -> Iterator[tuple[str, str, APIRoute]]:
    """Every route with each of its methods; the address names question 1."""
    pending = list(app.routes)
    while pending:
        route = pending.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            pending += inner.routes
            continue
        assert isinstance(route, APIRoute), route
        address = route.path.replace("{number}", "1").replace("{name}", "review.css").replace("{secret}", "x")
        for method in route.methods or ():
            yield method, address, route


class TestAccess:
    """Every route."""

    def test_every_route_says_who_may_call_it(self, serve: Serve, doubtful_report: Report) -> None:
        """And a route that does not say so is refused, which the next test proves."""
        found = list(routes(serve(doubtful_report).app))
        assert len(found) > 20
        assert [route.path for _, _, route in found if allowed_to(route.endpoint) is None] == []

    def test_a_route_without_a_role_is_denied_to_everybody(self, serve: Serve, doubtful_report: Report) -> None:
        """Forgetting it closes the door rather than opening it."""
        served = serve(doubtful_report)

        @served.app.get("/forgotten")
        def forgotten() -> str:
            return "secret"

        assert served.person("zhao", "admin").browser.get("/forgotten").status_code == 403

    def test_nobody_gets_beyond_what_is_for_anyone(self, serve: Serve, doubtful_report: Report) -> None:
        """Pages send to the sign-in, forms and programs are refused, and nothing is told."""
        served = serve(doubtful_report)
        visitor = served.visitor()
        for method, address, route in routes(served.app):
            allowed = allowed_to(route.endpoint)
            assert allowed is not None
            answer = visitor.request(method, address)
            if allowed[0] == "anyone":
                assert answer.status_code in {200, 403, 422}, address
            elif allowed[1] == "program":
                assert answer.status_code == 401, address
            elif method == "GET":
                assert answer.status_code == 303, address
                assert answer.headers["location"].startswith("/sign-in?back=")
            else:
                assert answer.status_code == 401, address

    def test_a_role_sees_its_own_pages_only(self, serve: Serve, doubtful_report: Report) -> None:
        """A reviewer not the supervisor's, a supervisor not the administrator's; by browser and by key."""
        served = serve(doubtful_report)
        ranks = {"anyone": 0, "reviewer": 1, "supervisor": 2, "admin": 3}
        for rank, role in enumerate(("reviewer", "supervisor", "admin"), start=1):
            person = served.person(f"a-{role}", role)
            for method, address, route in routes(served.app):
                allowed = allowed_to(route.endpoint)
                assert allowed is not None
                if method != "GET" or allowed[1] == "program" or "{secret}" in route.path:
                    continue
                status = person.browser.get(address).status_code
                assert (status == 403) == (ranks[allowed[0]] > rank), (role, address)

    def test_a_form_without_the_pages_key_changes_nothing(self, serve: Serve, doubtful_report: Report) -> None:
        """On every route that changes something: no key, a wrong one, and another person's."""
        served = serve(doubtful_report)
        wang, li = served.person("wang", "admin"), served.person("li", "admin")
        before = served.open_items()
        tried = 0
        for method, address, route in routes(served.app):
            allowed = allowed_to(route.endpoint)
            if method != "POST" or allowed is None or allowed[0] == "anyone" or allowed[1] == "program":
                continue
            for key in ({}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": li.csrf}):
                fields = {"action": "accept", "reason": "x", "scope": "row", "password": "long enough now", **key}
                assert wang.browser.post(address, data=fields).status_code == 403, address
                tried += 1
        assert tried >= 24
        assert served.open_items() == before
        assert wang.browser.get("/").status_code == 200

    def test_a_page_of_another_site_cannot_sign_anybody_in(self, serve: Serve, doubtful_report: Report) -> None:
        """Browsers say where a request comes from; one from elsewhere is refused, with the right password as well."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        phrase = "correct-horse-battery"
        assert wang.post("/account", password=phrase).status_code == 303
        fields = {"name": "wang", "password": phrase}
        for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)):
            answer = served.visitor().post("/sign-in", data=fields, headers={"sec-fetch-site": site})
            assert answer.status_code == status, site

    def test_a_browsers_session_is_no_key_for_programs(self, serve: Serve, doubtful_report: Report) -> None:
        """So no page can make a browser call that interface; nor does a key open pages."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        assert wang.browser.get("/v1/review/items").status_code == 401
        bearer = {"authorization": f"Bearer {wang.token}"}
        assert served.visitor().get("/v1/review/items", headers=bearer).status_code == 200
        assert served.visitor().get("/", headers=bearer).status_code == 303

    def test_a_foreign_name_of_this_machine_is_refused(self, serve: Serve, doubtful_report: Report) -> None:
        """A page elsewhere cannot point a name of its own at this address."""
        answer = serve(doubtful_report).visitor().get("/healthz", headers={"host": "evil.example"})
        assert answer.status_code == 400

    @pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
    def test_signing_in_leads_nowhere_else(self, serve: Serve, doubtful_report: Report, back: str) -> None:
        """A forged link cannot send a person who signs in to another site."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        phrase = "correct-horse-battery"
        assert wang.post("/account", password=phrase).status_code == 303
        answer = served.visitor().post("/sign-in", data={"name": "wang", "password": phrase, "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert "samesite=lax" in answer.headers["set-cookie"].lower()


class TestOthersWork:
    """Questions that somebody else is at, and answers that somebody else gave."""

    def test_what_another_is_at_cannot_be_answered_settled_or_skipped(
        self, serve: Serve, doubtful_report: Report
    ) -> None:
        """By page and by program; each says who is at it."""
        served = serve(doubtful_report)
        wang, li = served.person("wang"), served.person("li")
        number = served.open_items(Filters(kind="cell"))[0].id
        assert wang.browser.get(f"/items/{number}").status_code == 200
        shown = li.browser.get(f"/items/{number}")
        assert shown.status_code == 409
        assert "wang is at this question" in shown.text
        assert li.post(f"/items/{number}/answer", action="accept").status_code == 409
        assert li.post(f"/items/{number}/together", scope="row").status_code == 409
        assert li.post(f"/items/{number}/skip", reason="x").status_code == 409
        bearer = {"authorization": f"Bearer {li.token}"}
        program = served.visitor()
        address = f"/v1/review/items/{number}"
        assert program.post(f"{address}/claim", json={}, headers=bearer).status_code == 409
        refused = program.post(f"{address}/decision", json={"action": "accept"}, headers=bearer)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "item-taken")
        assert li.post(f"/items/{number}/take-over").status_code == 303
        assert li.post(f"/items/{number}/answer", action="accept").status_code == 303

    def test_anothers_answer_cannot_be_taken_back(self, serve: Serve, doubtful_report: Report) -> None:
        """The entry is named by number, and numbers can be guessed."""
        served = serve(doubtful_report)
        wang, li = served.person("wang"), served.person("li")
        number = served.open_items(Filters(kind="cell"))[0].id
        assert wang.post(f"/items/{number}/answer", action="accept").status_code == 303
        assert li.post("/undo", seq="1").status_code == 403
        assert wang.post("/undo", seq="1").status_code == 303

    def test_what_is_not_there_is_not_found(self, serve: Serve, doubtful_report: Report) -> None:
        """On every route that names a question."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        for address in ("/items/999999", "/items/999999/check?text=1", "/items/999999/page.png"):
            assert wang.browser.get(address).status_code == 404, address
        for address in ("answer", "skip", "take-over"):
            assert wang.post(f"/items/999999/{address}", action="accept", reason="x").status_code == 404, address
        assert wang.post("/items/999999/together", scope="row").status_code == 404
        for address in ("/items/0", "/items/99999999999999999999", "/items/x"):
            assert wang.browser.get(address).status_code == 422, address
