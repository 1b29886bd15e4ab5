from meetings.models import SourceDocument


def test_the_imported_note_comes_back_byte_for_byte_as_a_download(team, member, signed_in):
    raw = "\ufeff# 회의록\r\n<script>alert(1)</script>\r\n".encode()
    source = SourceDocument.objects.create(team=team, path="notes/8월 5일.html", raw=raw)
    response = signed_in(member).get(source.get_absolute_url())
    assert b"".join(response.streaming_content) == raw
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
