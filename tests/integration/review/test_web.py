"""The pages and the interface for programs: what they show and tell."""

import json
import re

from review_site import Report, Serve

from extractor.model import Cell, Place
from extractor.store.database.shapes import Filters


class TestBlind:
    """Questions whose machine value must not be known."""

    def test_a_blind_question_tells_no_value_of_the_machine(self, serve: Serve, read_report: Report) -> None:
        """Nor tier, rule, score, readings or mark: by page, live check, list and program, before it is answered.

        The machine's value is put to a number that the document does not hold, so that finding it is a leak.
        """
        record, content = read_report
        secret = 918273645
        assert str(secret) not in content

        def misread(cell: Cell) -> Cell:
            if cell.path != "requests.new_received.natural_person":
                return cell
            readings = tuple(
                each.model_copy(update={"value": secret, "as_printed": str(secret), "score": 0.123456})
                for each in cell.readings
            )
            return cell.model_copy(update={"value": secret, "as_printed": str(secret), "readings": readings})

        record = record.model_copy(update={"cells": tuple(map(misread, record.cells))})
        served = serve((record, content), audit=1.0)
        wang = served.person("wang")
        item = next(each for each in served.open_items() if each.subject == "requests.new_received.natural_person")
        assert item.blind
        bearer = {"authorization": f"Bearer {wang.token}"}
        program = served.visitor()
        answers = [
            wang.browser.get(f"/items/{item.id}"),
            wang.browser.get("/?kind=cell"),
            wang.browser.get(f"/items/{item.id}/check", params={"text": "5"}),
            wang.browser.get(f"/items/{item.id}/check", params={"text": str(secret - 1)}),
            program.get(f"/v1/review/items/{item.id}", headers=bearer),
            program.get("/v1/review/items", params={"kind": "cell", "limit": 200}, headers=bearer),
            program.post(f"/v1/review/items/{item.id}/claim", json={}, headers=bearer),
            wang.post(f"/items/{item.id}/answer", action="accept"),
            wang.post(f"/items/{item.id}/together", scope="row"),
        ]
        assert [answer.status_code for answer in answers] == [200] * 7 + [422] * 2
        for answer in answers:
            assert str(secret) not in answer.text
            assert "0.12" not in answer.text
        page = answers[0].text
        assert "<mark" not in page
        assert "data-path" not in page
        shown = answers[4].json()
        hidden = ("tier", "rule", "score", "as_printed", "value", "cell_kind", "message")
        assert {name: shown[name] for name in hidden} == dict.fromkeys(hidden)
        assert shown["choices"] == shown["reasons"] == []
        assert json.loads(answers[2].text)["broken"] == json.loads(answers[3].text)["broken"] == []

    def test_the_answer_to_a_blind_question_tells_nothing_either(self, serve: Serve, read_report: Report) -> None:
        """What comes back to a program is what it sent."""
        served = serve(read_report, audit=1.0)
        wang = served.person("wang")
        item = next(each for each in served.open_items() if each.blind)
        bearer = {"authorization": f"Bearer {wang.token}"}
        kept = served.visitor().post(
            f"/v1/review/items/{item.id}/decision", json={"action": "type", "text": "777777"}, headers=bearer
        )
        assert kept.status_code == 200
        assert set(kept.json()[0]) == {"seq", "hash", "subject", "after"}
        assert json.loads(kept.json()[0]["after"])["value"] == 777777


class TestPages:
    """What the pages show."""

    def test_the_live_check_names_the_rules_that_an_answer_would_break(
        self, serve: Serve, doubtful_report: Report
    ) -> None:
        """And is silent about a value that breaks none, and says so about what is no value."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        item = served.open_items(Filters(kind="cell"))[0]
        address = f"/items/{item.id}/check"
        broken = wang.browser.get(address, params={"text": "123456"}).json()
        assert broken["broken"]
        assert broken["broken"][0] in broken["lines"][0]
        right = item.printed.removeprefix("=").strip()
        assert wang.browser.get(address, params={"text": right}).json()["broken"] == []
        assert (
            wang.browser.get(address, params={"text": "see above"}).json()["problem"]
            == "That is no value for this cell."
        )

    def test_a_refused_answer_keeps_what_was_typed(self, serve: Serve, doubtful_report: Report) -> None:
        """Nobody types it twice."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        number = served.open_items(Filters(kind="cell"))[0].id
        answer = wang.post(f"/items/{number}/answer", action="type", text="123456")
        assert answer.status_code == 422
        assert 'value="123456"' in answer.text
        assert "breaks a rule" in answer.text

    def test_the_page_of_a_picture_is_shown_where_there_is_one(self, serve: Serve, doubtful_report: Report) -> None:
        """Asked for by document and place; a place without a page has none."""
        record, content = doubtful_report
        asked: list[tuple[str, int | None]] = []

        def pictures(document: str, place: Place) -> bytes | None:
            asked.append((document, place.page))
            return b"\x89PNG"

        def paged(cell: Cell) -> Cell:
            place = cell.source.model_copy(update={"page": 3}) if cell.source else None
            return cell.model_copy(update={"source": place})

        served = serve(
            (record.model_copy(update={"cells": tuple(map(paged, record.cells))}), content), pictures=pictures
        )
        wang = served.person("wang")
        number = served.open_items(Filters(kind="cell"))[0].id
        page = wang.browser.get(f"/items/{number}").text
        address = re.search(r'<img class="page" src="([^"]+)"', page)
        assert address is not None
        picture = wang.browser.get(address.group(1))
        assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG", "image/png")
        assert set(asked) == {(record.document.sha256, 3)}

    def test_both_languages_and_every_word_exist(self, serve: Serve, doubtful_report: Report) -> None:
        """A missing word would end a page with an error."""
        served = serve(doubtful_report)
        chief = served.person("zhao", "admin")
        number = served.open_items(Filters(kind="cell"))[0].id
        for address in ("/", f"/items/{number}", "/oversight", "/people", "/account", "/next?tier=none", "/nowhere"):
            joiner = "&" if "?" in address else "?"
            english, chinese = (chief.browser.get(f"{address}{joiner}lang={each}").text for each in ("en", "zh"))
            assert 'lang="en"' in english
            assert 'lang="zh-Hans"' in chinese
            assert english != chinese

    def test_signs_of_life_tell_a_lost_database(self, serve: Serve, doubtful_report: Report) -> None:
        """The process lives, and is not ready."""
        served = serve(doubtful_report)
        visitor = served.visitor()
        assert (visitor.get("/healthz").status_code, visitor.get("/readyz").status_code) == (200, 200)
        site = served.app.state.site
        site.desk.database.engine.dispose()
        site.desk.database.engine.pool = site.desk.database.engine.pool.recreate()
        site.desk.database.engine.dialect.connect = _refuse  # the driver itself, which nothing of ours stands for
        assert (visitor.get("/healthz").status_code, visitor.get("/readyz").status_code) == (200, 503)


def _refuse(*_: object, **__: object) -> None:
    import sqlite3

    raise sqlite3.OperationalError("unable to open database file")


class TestDecisionsByProgram:
    """The interface for programs."""

    def test_a_program_lists_claims_and_decides(self, serve: Serve, doubtful_report: Report) -> None:
        """What it kept is in the chain under the account that its key belongs to."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        bearer = {"authorization": f"Bearer {wang.token}"}
        program = served.visitor()
        listed = program.get("/v1/review/items", params={"kind": "cell"}, headers=bearer).json()
        assert listed["left"] == len(listed["items"]) == 12
        address = f"/v1/review/items/{listed['items'][0]['id']}"
        claimed = program.post(f"{address}/claim", json={}, headers=bearer).json()
        assert claimed["held_by"] == "wang"
        assert claimed["choices"][0]["value"] == claimed["value"]
        kept = program.post(f"{address}/decision", json={"action": "pick", "choice": 1}, headers=bearer)
        assert kept.status_code == 200
        assert program.post(f"{address}/decision", json={"action": "accept"}, headers=bearer).status_code == 409
        assert program.get(address, headers=bearer).json()["settled"] is True
