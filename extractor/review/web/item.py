"""One question: its page, its answers, and what is done with it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict

from extractor.errors import UsageError
from extractor.model import Place
from extractor.review.answers import Reply
from extractor.review.answers.settle import ReplyAction
from extractor.review.desk import Scope
from extractor.review.question import Question
from extractor.review.view import blind_text, equations_of, marked_text, names_of, tables_of, title_of
from extractor.review.web.guard import allow, visitor_of
from extractor.review.web.queue import NarrowedQuery, filters_of, with_filters
from extractor.review.web.render import page
from extractor.review.web.site import site_of, speech_of
from extractor.review.web.sitting import Sitting
from extractor.store.database.shapes import Filters

__all__ = ["ItemNumber", "router"]

router = APIRouter(include_in_schema=False)

ItemNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
Line = Annotated[str, Form(max_length=2000, pattern="^[^\\x00]*$")]

STATUS = {"item-taken": 409, "item-settled": 409}


class AnswerForm(BaseModel):
    """What the page sends."""

    model_config = ConfigDict(frozen=True)

    action: ReplyAction = "accept"
    pick: int = 0
    """Set by the buttons with numbers, in the place of `action`."""
    text: str = ""
    reason: str = ""
    until: str = ""

    @property
    def reply(self) -> Reply:
        """As the desk takes it."""
        action: ReplyAction = "pick" if self.pick else self.action
        return Reply(action, self.text[:2000], self.pick, self.reason[:2000].replace("\0", ""), self.until)


@router.get("/items/{number}")
@allow("reviewer")
def item_page(
    request: Request,
    number: ItemNumber,
    narrowed: NarrowedQuery,
    done: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """Show a question, and take it unless somebody else is at it."""
    site, visitor, filters = site_of(request), visitor_of(request), filters_of(narrowed)
    question = site.desk.look(number)
    if question.item.settled is None:
        try:
            site.desk.claim(number, visitor.user)
        except UsageError as error:
            return _page(request, number, filters, done=done, status=STATUS[error.code], problem=error)
    return _page(request, number, filters, done=done)


@router.post("/items/{number}/answer")
@allow("reviewer")
def answer(
    request: Request, number: ItemNumber, narrowed: NarrowedQuery, form: Annotated[AnswerForm, Form()]
) -> Response:
    """Take an answer and go on; a refused one is shown again with what was typed."""
    filters = filters_of(narrowed)
    try:
        entries = site_of(request).desk.decide(number, form.reply, visitor_of(request).user)
    except UsageError as error:
        if error.code == "unknown-item":
            raise
        return _page(request, number, filters, status=STATUS.get(error.code, 422), problem=error, form=form)
    return RedirectResponse(with_filters("/next", filters, done=entries[0].seq), 303)


@router.post("/items/{number}/together")
@allow("reviewer")
def together(
    request: Request, number: ItemNumber, narrowed: NarrowedQuery, scope: Annotated[Scope, Form()]
) -> Response:
    """Accept a row or a table as it was read."""
    filters = filters_of(narrowed)
    try:
        entries = site_of(request).desk.settle_at_once(number, scope, visitor_of(request).user)
    except UsageError as error:
        if error.code == "unknown-item":
            raise
        return _page(request, number, filters, status=STATUS.get(error.code, 422), problem=error)
    return RedirectResponse(with_filters("/next", filters, done=entries[0].seq), 303)


@router.post("/items/{number}/skip")
@allow("reviewer")
def skip(request: Request, number: ItemNumber, narrowed: NarrowedQuery, reason: Line = "") -> Response:
    """Leave a question to others."""
    filters = filters_of(narrowed)
    try:
        site_of(request).desk.skip(number, visitor_of(request).user, reason)
    except UsageError as error:
        if error.code == "unknown-item":
            raise
        return _page(request, number, filters, status=STATUS.get(error.code, 422), problem=error)
    return RedirectResponse(with_filters("/next", filters), 303)


@router.post("/items/{number}/take-over")
@allow("reviewer")
def take_over(request: Request, number: ItemNumber, narrowed: NarrowedQuery) -> Response:
    """Take a question from whoever is at it."""
    site_of(request).desk.claim(number, visitor_of(request).user, force=True)
    return RedirectResponse(with_filters(f"/items/{number}", filters_of(narrowed)), 303)


@router.post("/undo")
@allow("reviewer")
def undo(
    request: Request, narrowed: NarrowedQuery, seq: Annotated[int | None, Form(ge=1, le=2**31 - 1)] = None
) -> Response:
    """Take back an answer and go back to its question."""
    reopened = site_of(request).desk.undo(visitor_of(request).user, seq)
    return RedirectResponse(with_filters(f"/items/{reopened[0].id}", filters_of(narrowed)), 303)


@router.get("/items/{number}/check")
@allow("reviewer")
def check(request: Request, number: ItemNumber, text: Annotated[str, Query(max_length=200)]) -> Response:
    """What a typed value would break or mend, in words."""
    speech = speech_of(request)
    try:
        found = site_of(request).desk.check(number, Reply("type", text=text))
    except UsageError as error:
        if error.code == "unknown-item":
            raise
        nothing: dict[str, object] = {"broken": [], "failing": [], "lines": []}
        return JSONResponse({"problem": speech.code("problem", error.code), **nothing})
    named = {
        name: list(dict.fromkeys(f"{each.equation.id} {title_of(each, speech)}" for each in results))
        for name, results in (("broken", found.broken), ("mended", found.mended), ("failing", found.failing))
    }
    lines = [speech(f"live_{name}", rules="; ".join(rules)) for name, rules in named.items() if rules]
    told = {"broken": named["broken"], "failing": named["failing"], "lines": lines or [speech("live_fine")]}
    return JSONResponse({"problem": None, **told})


@router.get("/items/{number}/page.png")
@allow("reviewer")
def picture(request: Request, number: ItemNumber) -> Response:
    """The page on which the question stands, where somebody can make a picture of it."""
    site = site_of(request)
    question = site.desk.look(number)
    place = _place(question)
    found = site.pictures(question.item.document, place) if place is not None else None
    return Response(status_code=404) if found is None else Response(found, media_type="image/png")


def _page(  # noqa: PLR0913 - which question, for whom, and what went before
    request: Request,
    number: int,
    filters: Filters,
    *,
    done: int | None = None,
    status: int = 200,
    problem: UsageError | None = None,
    form: AnswerForm | None = None,
) -> Response:
    site, speech = site_of(request), speech_of(request)
    question = site.desk.look(number)
    names = names_of(question.record, site.desk.forms, speech.language)
    text = site.text_of(question.item.document) or ""
    sitting = Sitting(question, visitor_of(request).user, speech, names)
    return page(
        request,
        "item.html.j2",
        status=status,
        q=question,
        sitting=sitting,
        names=names,
        equations=() if question.item.blind else equations_of(question, names, speech),
        tables=() if question.item.blind else tables_of(question, speech.language),
        pieces=() if question.item.blind else marked_text(question, text),
        blind_text=blind_text(question, text) if question.item.blind else "",
        picture=_has_picture(request, question),
        left=site.desk.left(filters),
        chosen=filters.named,
        filters=filters,
        address=with_filters,
        done=done,
        undoable=done is not None and site.desk.undoable(done, visitor_of(request).user),
        problem=problem,
        form=form or AnswerForm(),
    )


def _has_picture(request: Request, question: Question) -> bool:
    place = _place(question)
    return place is not None and site_of(request).pictures(question.item.document, place) is not None


def _place(question: Question) -> Place | None:
    """Where to look on a page; a blind question names the page alone, for a box would tell where the machine read."""
    places = [place for place in _places(question) if place.page is not None]
    if not places:
        return None
    boxes = [place.bbox for place in places if place.page == places[0].page and place.bbox is not None]
    if question.item.blind or not boxes:
        return places[0].model_copy(update={"bbox": None})
    left, top, right, bottom = zip(*boxes, strict=True)
    return places[0].model_copy(update={"bbox": (min(left), min(top), max(right), max(bottom))})


def _places(question: Question) -> Iterator[Place]:
    """The places of a cell; of a finding its own, else those of its cells."""
    if question.cell is not None:
        stated = [question.cell.source]
    else:
        stated = [finding.source for finding in question.findings]
        named = {path for finding in question.findings for path in finding.cells}
        if not any(stated):
            stated = [cell.source for cell in question.record.cells if cell.path in named]
    yield from (place for place in stated if place is not None)
