"""The roster as CSV: a preview first, sentences for what is wrong, and no rights for anybody."""

import datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import Member, User
from tests.admin.test_pages import url_of


@pytest.fixture
def desk(signed_in, staff):
    staff.locale = "en"
    staff.save()
    return signed_in(staff)


def upload(desk, csv: str | bytes):
    raw = csv.encode() if isinstance(csv, str) else csv
    sent = {"resource": "0", "format": "0", "import_file": SimpleUploadedFile("roster.csv", raw, "text/csv")}
    return desk.post(url_of(Member, "import"), sent)


def confirm(desk, preview):
    form = preview.context["confirm_form"]
    return desk.post(url_of(Member, "process_import"), {bound.name: bound.value() for bound in form}, follow=True)


def bring_in(desk, csv: str | bytes):
    return confirm(desk, upload(desk, csv))


def test_preview_stores_nothing(desk, team):
    preview = upload(desk, "team,name,email,role\nteam-12,문가온,gaon@example.com,lead\n")
    assert "문가온" in preview.content.decode()
    assert not Member.objects.exists()
    assert not User.objects.filter(email="gaon@example.com").exists()


def test_confirmed_roster_seats_people(desk, team, other_team):
    bring_in(desk, "team,name,email,role\nteam-12,문가온,gaon@example.com,lead\n5조 과적합,강다솜,,\n")
    gaon, dasom = Member.objects.order_by("team__slug")
    assert (gaon.team, gaon.name, gaon.role, gaon.user.email) == (team, "문가온", "lead", "gaon@example.com")
    assert (dasom.team, dasom.role, dasom.user) == (other_team, "member", None)


def test_success_counts_seats(desk, team, member):
    page = bring_in(desk, "team,name,role\nteam-12,문가온,lead\nteam-12,배이든,\nteam-12,서라온,\n").content.decode()
    assert "The roster is in. New seats: 2. Changed seats: 1." in page


def test_a_filter_stands_under_its_bare_name(desk, team, member):
    page = desk.get(url_of(Member, "changelist")).content.decode()
    assert "<summary>role</summary>" in page


def test_new_account_has_no_password_and_can_set_one(desk, team, client):
    bring_in(desk, "team,name,email,role\nteam-12,문가온,gaon@example.com,\n")
    account = User.objects.get(email="gaon@example.com")
    assert not account.has_usable_password()
    assert account.display_name == "문가온"
    client.post(reverse("account_reset_password"), {"email": "gaon@example.com"})
    assert "/password/reset/key/" in mail.outbox[0].body


def test_no_column_makes_staff(desk, team, member):
    columns = "team,name,email,role,is_staff,is_superuser,user,user__is_staff,id"
    bring_in(desk, f"{columns}\nteam-12,문가온,gaon@example.com,lead,1,1,1,1,99\n")
    account = User.objects.get(email="gaon@example.com")
    assert not account.is_staff
    assert not account.is_superuser
    assert Member.objects.get().role == "lead"


def test_known_address_takes_the_account_that_is_there(desk, team, outsider):
    bring_in(desk, "team,name,email\nteam-12,강다솜,DASOM@example.com\n")
    assert Member.objects.get(team=team).user == outsider.user
    assert User.objects.filter(email__iexact="dasom@example.com").count() == 1


@pytest.mark.slow
def test_same_file_twice_changes_nothing(desk, team):
    csv = "team,name,email,role,from,until\nteam-12,문가온,gaon@example.com,lead,2026-11-02,\n"
    bring_in(desk, csv)
    history = Member.history.count()
    page = bring_in(desk, csv)
    assert "New seats: 0. Changed seats: 0." in page.content.decode()
    assert Member.objects.get().joined_on == datetime.date(2026, 11, 2)
    assert Member.history.count() == history


def test_team_of_another_cohort_gets_a_sentence(desk, team, foreign_team):
    preview = upload(desk, "team,name\ncanary,침입자\nteam-12,문가온\n")
    assert "confirm_form" not in preview.context
    assert "“canary”" in preview.content.decode()
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("team-12,문가온,kein-at,", "“kein-at”"),
        ("team-12,문가온,,king", "“king”"),
        ("team-12,문가온,,,gestern", "“gestern”"),
        ("team-12,,,", "Row 1:"),
    ],
)
def test_bad_row_gets_a_sentence(line, complaint, desk, team):
    preview = upload(desk, f"team,name,email,role,from\n{line}\n")
    assert preview.context["result"].has_validation_errors()
    assert complaint in preview.content.decode()
    assert "Traceback" not in preview.content.decode()
    assert not Member.objects.exists()


def test_seat_of_somebody_else_is_not_taken_over(desk, team, member):
    preview = upload(desk, "team,name,email\nteam-12,문가온,thief@example.com\n")
    assert preview.context["result"].has_validation_errors()
    assert Member.objects.get().user == member.user
    assert not User.objects.filter(email="thief@example.com").exists()


def test_missing_columns_get_a_sentence_without_traceback(desk, team):
    preview = upload(desk, "팀,이름\nteam-12,문가온\n").content.decode()
    assert "team, name, email, role" in preview
    assert "Traceback" not in preview


@pytest.mark.parametrize("raw", [b"\x00\xff\xfe\x80\x81", b"PK\x03\x04\xff\xff"])
def test_what_is_no_csv_gets_a_sentence(raw, desk, team):
    page = upload(desk, raw)
    assert page.status_code == 200
    assert not Member.objects.exists()
    assert "confirm_form" not in page.context


def test_file_from_korean_windows_is_read(desk, team):
    bring_in(desk, "team,name\nteam-12,문가온\n".encode("cp949"))
    assert Member.objects.get().name == "문가온"


def test_too_large_file_gets_a_sentence(desk, team):
    page = upload(desk, b"team,name\n" + b"x" * 1_100_000)
    assert page.context["form"].errors["import_file"]


def test_made_up_upload_names_are_refused(desk, team, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("team,name\nteam-12,문가온\n")
    sent = {"import_file_name": str(secret), "original_file_name": "roster.csv", "format": "0", "resource": "0"}
    page = desk.post(url_of(Member, "process_import"), sent)
    assert page.status_code == 200
    assert secret.exists()
    assert not Member.objects.exists()


def test_confirming_twice_gets_a_sentence(desk, team):
    preview = upload(desk, "team,name\nteam-12,문가온\n")
    confirm(desk, preview)
    assert confirm(desk, preview).status_code == 200
    assert Member.objects.count() == 1


def exported(client) -> str:
    return client.get(url_of(Member, "export")).content.decode("utf-8-sig")


def test_roster_goes_out_with_what_staff_may_see(desk, team, member, foreign_member):
    lines = exported(desk).splitlines()
    assert lines[0] == "cohort,team,name,email,username,role,from,until"
    assert lines[1:] == ["autumn,team-12,문가온,gaon@example.com,gaon,member,,"]


@pytest.mark.parametrize("sign", list("=+-@"))
def test_no_name_becomes_a_formula(sign, desk, team):
    name = f'{sign}HYPERLINK("http://example.org")'
    Member.objects.create(team=team, name=name)
    csv = exported(desk)
    assert f"'{sign}HYPERLINK" in csv
    bring_in(desk, csv)
    assert [seat.name for seat in Member.objects.all()] == [name]


@pytest.mark.slow
def test_what_goes_out_comes_in_unchanged(desk, team, member):
    history = Member.history.count()
    bring_in(desk, exported(desk))
    assert Member.history.count() == history


def test_export_asks_the_database_the_same_number_of_times(desk, team, django_assert_max_num_queries):
    Member.objects.bulk_create(Member(team=team, name=f"사람 {number}") for number in range(300))
    with django_assert_max_num_queries(8):
        assert len(exported(desk).splitlines()) == 301


def test_a_roster_of_too_many_lines_gets_a_sentence(desk, team, django_assert_max_num_queries):
    lines = "".join(f"team-12,사람 {n},,\n" for n in range(1001))
    with django_assert_max_num_queries(20):
        page = upload(desk, f"team,name,email,role\n{lines}")
    assert "1001" in page.content.decode()
    assert "confirm_form" not in page.context
