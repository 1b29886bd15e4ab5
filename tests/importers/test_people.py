import pytest

from meetings.importers.people import Roster, clean_name, speakers_in, split_attendance, split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("문가온, 배이든", ["문가온", "배이든"]),
        ("문가온님, 배이든님", ["문가온", "배이든"]),
        ("문가온(T2005), 배이든(T2030)", ["문가온", "배이든"]),
        ("<span>이든</span> 배이든", ["배이든"]),
        ("Ada, Grace and Alan", ["Ada", "Grace", "Alan"]),
        ("", []),
        ("모두가 저마다 하나씩 맡아서 읽어 오기로 한 논문", []),
    ],
)
def test_lists_of_names(text, names):
    assert split_names(text) == names


def test_a_given_name_is_resolved_only_when_it_is_one_persons():
    roster = Roster(["남궁마루", "문가온", "배가온"])
    assert roster.resolve("마루님") == "남궁마루"
    assert roster.resolve("가온") == "가온"


def test_speakers_are_named_with_their_role():
    assert speakers_in("[마스터클래스] 도하람 교수님") == ["도하람"]
    assert speakers_in("과제 해설 - 도하람, 문가온 멘토") == ["도하람", "문가온"]
    assert speakers_in("새로운 멘토님과 이번 멘토링") == []


def test_names_lose_their_honorifics():
    assert [clean_name(name) for name in ("가온님", "@gaon", "라온 캠퍼님")] == ["가온", "gaon", "라온"]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("배이든(지각), 강다솜(불참)", ["late", "absent"]),
        ("배이든 지각, 강다솜/불참", ["late", "absent"]),
        ("문가온 배이든(10분 지각) 강다솜 결석", ["present", "late", "absent"]),
        ("강다솜 (병원, 공결), 문가온", ["excused", "present"]),
        ("서라온: 조퇴, Ada (late)", ["left_early", "late"]),
    ],
)
def test_how_people_took_part_stands_beside_their_names(text, states):
    assert list(split_attendance(text).values()) == states
    assert all(len(name) == 3 for name in split_names(text))
