"""PDF files that cannot be read, or should not be: typed refusals within hard limits."""

import re
import sys
import zlib

import pytest

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.errors import DocumentError
from extractor.ingest import FileIngester
from extractor.ingest.pdf import device, library
from extractor.model import Document, PageLine, PagePicture, PageToken, RecognisedPage
from extractor.ports import PageRecogniser

PROSE = "政府信息公开工作稳步推进各项制度落实到位"
PICTURE = "/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>"
SCAN = "q 595 0 0 842 0 0 cm /I Do Q"


def picture(width: int = 8, height: int = 8) -> str:
    """A grey picture as an object of a file, or what claims to be one."""
    data = zlib.compress(bytes(64))
    return (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
        f"/Filter/FlateDecode/Length {len(data)}>>stream\n{data.decode('latin-1')}\nendstream"
    )


def scan(*, width: int = 8, height: int = 8, layer: str = "", rotate: int = 0) -> bytes:
    """A file of one page that is a picture, perhaps with an invisible text over it."""
    sheet = Sheet(entries=PICTURE, rotate=rotate)
    sheet.operators.append(SCAN)
    if layer:
        sheet.text(72, 90, layer, mode=3)
    return write_pdf([sheet], objects=[picture(width, height)])


def read(data: bytes, recogniser: PageRecogniser | None = None) -> Document:
    """The document of a file."""
    return FileIngester(recogniser=recogniser).ingest(data, name="a.pdf", path="in/a.pdf")


def outcome(data: bytes) -> tuple[str, Document | None]:
    """The document of a file, or the code of its refusal."""
    try:
        return "", read(data)
    except DocumentError as error:
        return error.code, None


def refusal(data: bytes) -> DocumentError:
    """Why a file is refused."""
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.place == "in/a.pdf"
    assert caught.value.hint
    return caught.value


class Says:
    """A recogniser that sees the same line on every page, and remembers the pictures."""

    version = "says 1"

    def __init__(self, text: str) -> None:
        """`text` is the line."""
        self.text = text
        self.pictures: list[PagePicture] = []

    def recognise(self, picture: PagePicture) -> RecognisedPage:
        """See the line."""
        self.pictures.append(picture)
        return RecognisedPage((PageLine((PageToken(self.text, (72.0, 80.0, 300.0, 92.0), 0.98),)),))


class TestDamage:
    """Files that are cut off, or were never whole."""

    def test_a_file_that_is_only_a_header_is_damaged(self) -> None:
        """No page can be found in it."""
        assert refusal(b"%PDF-1.7 ...").code == "damaged-document"

    def test_no_cut_of_a_file_gives_a_text_that_it_does_not_print(self) -> None:
        """Cut anywhere, a file is refused, or its damaged page is named, or all of its text was there."""
        whole = write_pdf([Sheet().grid((72, 200, 300), (80, 100), [["许可", "4119"]]), Sheet().text(72, 60, PROSE)])
        expected = read(whole).text.split("\f")
        for length in range(20, len(whole), 61):
            code, document = outcome(whole[:length])
            if document is None:
                assert code in {"damaged-document", "empty-file"}
                continue
            for number, text in enumerate(document.text.split("\f"), start=1):
                assert text == expected[number - 1] or (text == "" and number in document.unread_pages)

    def test_a_page_whose_content_is_cut_off_is_unread_and_the_others_are_read(self) -> None:
        """What is left of a stream may end within a number."""
        data = write_pdf([Sheet().text(72, 60, PROSE), Sheet().text(72, 60, "第二页")])
        streams = list(re.finditer(rb"stream\n(.*?)\nendstream", data, re.DOTALL))
        content = streams[0][1]
        document = read(data.replace(content, content[:-12] + b" " * 12))
        assert document.unread_pages == (1,)
        assert document.text == "\f第二页"

    def test_pages_that_the_file_says_it_has_and_lacks_are_unread(self) -> None:
        """A tree of pages that lost a branch."""
        data = write_pdf([Sheet().text(72, 60, PROSE)]).replace(b"/Count 1", b"/Count 3")
        assert read(data).unread_pages == (2, 3)

    def test_an_empty_page_is_said_to_be_empty(self) -> None:
        """Not damaged, not a picture."""
        assert refusal(write_pdf([Sheet()])).code == "empty-file"


class TestEncryption:
    """Files under a password."""

    def test_a_file_that_asks_for_a_password_is_encrypted(self) -> None:
        """The password is not guessed."""
        key = "(12345678901234567890123456789012)"
        entry = f"<</Filter/Standard/V 1/R 2/O{key}/U{key}/P -4>>"
        data = write_pdf([Sheet().text(72, 60, PROSE)], objects=[entry])
        assert refusal(data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 4 0 R")).code == "encrypted"


class TestLimits:
    """Files that ask for more than a report needs."""

    def test_a_book_of_a_thousand_pages_is_refused(self) -> None:
        """Before any of them is read."""
        assert refusal(write_pdf([Sheet()] * 1_000)).code == "too-many-pages"

    def test_a_tree_of_pages_that_bites_its_tail_ends(self) -> None:
        """No page is found in it."""
        data = write_pdf([Sheet()]).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")
        assert refusal(data).code in {"damaged-document", "empty-file"}

    def test_a_stream_that_unpacks_without_end_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also when it is packed twice, so that neither layer looks large."""
        monkeypatch.setattr(library, "MOST_UNPACKED", 1 << 20)
        bomb = zlib.compress(zlib.compress(b" " * (64 << 20), 9), 9)
        data = write_pdf([Sheet().text(72, 60, PROSE)])
        body = re.search(rb"<</Length \d+/Filter/FlateDecode>>stream\n.*?\nendstream", data, re.DOTALL)
        assert body is not None
        packed = f"<</Length {len(bomb)}/Filter[/FlateDecode/FlateDecode]>>stream\n".encode() + bomb + b"\nendstream"
        assert refusal(data.replace(body[0], packed)).code == "too-large"

    def test_forms_that_use_each_other_twice_end(self) -> None:
        """Twenty of them would paint a million times."""
        forms = [
            f"<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {number + 1} 0 R>>>>/Length 12>>stream\n"
            "/X Do /X Do \nendstream"
            for number in range(4, 34)
        ]
        sheet = Sheet(entries="/Resources<</XObject<</X 4 0 R>>>>")
        sheet.operators.append("/X Do")
        assert refusal(write_pdf([sheet], objects=forms)).code == "too-many-objects"

    def test_a_page_that_only_keeps_its_state_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It paints nothing, and would take minutes to do so."""
        monkeypatch.setattr(device, "MOST_OBJECTS", 500)
        sheet = Sheet(operators=["q"] * 600)
        assert refusal(write_pdf([sheet])).code == "too-many-objects"

    def test_a_picture_of_billions_of_pixels_is_never_unpacked(self) -> None:
        """The page counts as unread, even where a recogniser is there."""
        recogniser = Says("假")
        with pytest.raises(DocumentError) as caught:
            read(scan(width=60_000, height=60_000), recogniser)
        assert caught.value.code == "damaged-document"
        assert recogniser.pictures == []


class TestActiveContent:
    """What a file would do is noted and never done."""

    @pytest.mark.parametrize(
        ("catalogue", "note"),
        [
            ("/OpenAction<</S/JavaScript/JS(app.alert)>>", "scripts-not-run"),
            ("/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>", "scripts-not-run"),
            ("/OpenAction<</S/Launch/F(calc.exe)>>", "programs-not-started"),
            ("/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>", "files-inside-not-read"),
        ],
    )
    def test_a_file_that_would_act_is_read_and_noted(self, catalogue: str, note: str) -> None:
        """Its text is that of any other."""
        document = read(write_pdf([Sheet().text(72, 60, PROSE)], catalogue=catalogue, objects=["<<>>"]))
        assert document.text == PROSE
        assert note in document.notes


class TestPictures:
    """Pages that are pictures."""

    def test_without_a_recogniser_the_page_is_refused_with_a_hint(self) -> None:
        """One line says what to install."""
        error = refusal(scan())
        assert (error.code, error.hint) == ("missing-extra", "install gouji[ocr], which reads pictures of pages")

    def test_beside_pages_with_text_it_is_unread(self) -> None:
        """The others are read."""
        data = write_pdf([Sheet(entries=PICTURE, operators=[SCAN]), Sheet().text(72, 60, PROSE)], objects=[picture()])
        document = read(data)
        assert (document.text, document.unread_pages) == (f"\f{PROSE}", (1,))
        assert document.unread_hint is not None
        assert "gouji[ocr]" in document.unread_hint

    def test_a_recogniser_gets_the_page_as_seen(self) -> None:
        """Its words stand in the text with their boxes and scores."""
        recogniser = Says(PROSE)
        document = read(scan(), recogniser)
        picture = recogniser.pictures[0]
        assert picture.width / picture.height == pytest.approx(595 / 842, abs=0.01)
        assert len(picture.pixels) == 3 * picture.width * picture.height
        assert (document.text, document.born_digital, document.spots[0].score) == (PROSE, False, 0.98)

    def test_a_turned_page_is_drawn_unturned(self) -> None:
        """Places are in the unrotated page, and the recogniser finds out itself which way is up."""
        recogniser = Says(PROSE)
        assert read(scan(rotate=90), recogniser).spots[0].box == (72.0, 80.0, 300.0, 92.0)
        picture = recogniser.pictures[0]
        assert picture.width / picture.height == pytest.approx(595 / 842, abs=0.01)

    def test_text_without_a_known_meaning_is_looked_at(self) -> None:
        """A font that does not tell what its characters mean says nothing of what is seen."""
        recogniser = Says(PROSE)
        font = (
            "<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype"
            "/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
            "/FontDescriptor<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 0 1 1]/Ascent 880>>>>]>>"
        )
        sheet = Sheet(entries="/Resources<</Font<</F1 4 0 R>>>>").text(72, 60, PROSE)
        private = write_pdf([sheet], objects=[font])
        assert read(private, recogniser).text == PROSE
        assert len(recogniser.pictures) == 1

    def test_an_invisible_text_that_the_picture_does_not_bear_out_is_reported(self) -> None:
        """Other numbers, or other words; one that agrees is what a scanner made, and no news."""
        assert read(scan(layer=f"{PROSE} 12"), Says(f"{PROSE} 12")).notes == ()
        changed = read(scan(layer=f"{PROSE} 99"), Says(f"{PROSE} 12"))
        assert changed.notes == (f"hidden-text:visibility-hidden:{PROSE} 99",)
        assert "99" not in changed.text


def test_without_the_library_a_pdf_is_refused_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    monkeypatch.setattr(library, "is_installed", lambda: False)
    error = refusal(write_pdf([Sheet().text(72, 60, PROSE)]))
    assert (error.code, error.hint) == ("missing-extra", "install gouji[pdf]")


def test_a_library_that_unpacks_in_another_way_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing would bound it."""
    library._bound.cache_clear()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - it is done once a process
    monkeypatch.setattr(library.TYPES + "." + library.HOOK, object())
    with pytest.raises(DocumentError, match="no longer unpacks"):
        library.require()
