"""`extractor.claims.names`: areas, levels and organs in the names of authorities."""

import pytest

from extractor.claims.names import Level, areas_of, is_area, is_organ, level_of, name_words, organ_at_end


def cut(name: str) -> list[str]:
    """The areas of a name, as text."""
    return [name[area.start : area.end] for area in areas_of(name)]


class TestAreas:
    """What a name is cut into."""

    @pytest.mark.parametrize(
        ("name", "areas"),
        [
            pytest.param("云岭县水利局", ["云岭县"], id="county"),
            pytest.param("北京市城市管理委员会", ["北京市"], id="a-word-that-ends-like-a-city"),
            pytest.param("济南市市中区教育局", ["济南市", "市中区"], id="a-name-that-begins-like-an-ending"),
            pytest.param("新乡县人民政府", ["新乡县"], id="an-ending-inside-a-name"),
            pytest.param("景德镇市昌江区人民政府", ["景德镇市", "昌江区"], id="another-ending-inside"),
            pytest.param("宁波市镇海区人民政府", ["宁波市", "镇海区"], id="an-ending-at-the-start"),
            pytest.param("郑州市教育局", ["郑州市"], id="prefecture-ending-inside"),
            pytest.param("恩施州财政局", ["恩施州"], id="bare-prefecture"),
            pytest.param("苏州工业园区管委会", ["苏州工业园区"], id="a-city-without-its-ending"),
            pytest.param("云岭县住房和城乡建设局", ["云岭县"], id="words-of-a-department"),
            pytest.param("云岭县市场监督管理局", ["云岭县"], id="more-words-of-a-department"),
            pytest.param("国家税务总局云岭县税务局", ["云岭县"], id="a-leading-authority"),
            pytest.param(
                "内蒙古自治区锡林郭勒盟正蓝旗人民政府", ["内蒙古自治区", "锡林郭勒盟", "正蓝旗"], id="three-levels"
            ),
            pytest.param("湖北省神农架林区人民政府", ["湖北省", "神农架林区"], id="forest-district"),
            pytest.param("临江社区", [], id="no-administrative-area"),
            pytest.param("县发展和改革局", [], id="an-ending-without-a-name"),
            pytest.param("财政部", [], id="no-area-at-all"),
            pytest.param("", [], id="nothing"),
        ],
    )
    def test_a_name_is_cut_into_its_areas(self, name: str, areas: list[str]) -> None:
        """From the largest down, and no further than the areas go."""
        assert cut(name) == areas

    def test_a_chain_never_rises(self) -> None:
        """What stands behind a township is no area above it."""
        assert cut("柳溪镇云岭县") == ["柳溪镇"]

    @pytest.mark.parametrize(
        ("name", "nothing_else"), [("云岭县柳溪镇", True), ("云岭县柳溪镇人民政府", False), ("", False)]
    )
    def test_a_name_of_areas_alone_is_told(self, name: str, nothing_else: bool) -> None:
        """Such a name lacks its organ."""
        assert is_area(name) is nothing_else


class TestLevels:
    """The level an authority stands on."""

    @pytest.mark.parametrize(
        ("name", "level"),
        [
            ("柳溪镇", "township"),
            ("柳溪乡", "township"),
            ("临江街道", "township"),
            ("云岭县", "county"),
            ("青禾区", "county"),
            ("正蓝旗", "county"),
            ("浦东新区", "county"),
            ("淮安市", "city"),
            ("阿克苏地区", "city"),
            ("重庆市", "province"),
            ("广西壮族自治区", "province"),
            ("江苏省", "province"),
            ("香港特别行政区", "province"),
            ("重庆市青禾区柳溪镇人民政府", "township"),
            ("高新技术开发区", None),
            ("财政部", None),
        ],
    )
    def test_the_last_area_tells_the_level(self, name: str, level: Level | None) -> None:
        """Areas that different places run differently tell none."""
        assert level_of(name) == level

    def test_an_unlisted_city_alone_is_doubtful(self) -> None:
        """Only the list of prefecture-level cities tells the two kinds of 市 apart."""
        assert [(area.level, area.certain) for area in areas_of("云岭市水利局")] == [("county", False)]

    @pytest.mark.parametrize(
        ("name", "levels"),
        [
            pytest.param("淮安市云岭市水利局", ["city", "county"], id="below-a-listed-city"),
            pytest.param("云岭市青禾区水利局", ["city", "county"], id="above-a-district"),
        ],
    )
    def test_its_neighbours_settle_the_level_of_an_unlisted_city(self, name: str, levels: list[Level]) -> None:
        """A city below a city is of county level, a city with districts is not."""
        assert [area.level for area in areas_of(name)] == levels
        assert all(area.certain for area in areas_of(name))


class TestOrgans:
    """How names end."""

    @pytest.mark.parametrize(
        ("name", "has_organ"),
        [
            ("云岭县人民政府", True),
            ("临江街道办事处", True),
            ("云岭县水利局", True),
            ("上海市科委", True),
            ("云岭县水利局（云岭县河长制办公室）", True),
            ("云岭县水利局(云岭县河长制办公室)", True),
            ("柳溪镇", False),
            ("（局）", False),
            ("", False),
        ],
    )
    def test_an_organ_is_known_by_the_end_of_the_name(self, name: str, has_organ: bool) -> None:
        """A second name in brackets does not hide it."""
        assert organ_at_end(name) is has_organ

    @pytest.mark.parametrize(
        ("name", "nothing_else"),
        [("人民政府", True), ("人民政府办公室", True), ("云岭县人民政府", False), ("", False)],
    )
    def test_an_organ_without_a_place_is_told(self, name: str, nothing_else: bool) -> None:
        """A title that names only 人民政府 goes on in the line above."""
        assert is_organ(name) is nothing_else

    def test_the_list_of_cities_is_complete(self) -> None:
        """China has 293 cities of prefecture level; a lost one would be taken for a county's city."""
        words = name_words()
        assert len(words.cities) == 293
        assert all(city.endswith("市") for city in words.cities)
        assert not words.cities & words.municipalities
