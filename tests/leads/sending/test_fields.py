"""The fields of what is shown of sending: scripts depend on them."""

from __future__ import annotations

from doughy_cli.leads.sending.rows import MessageRow, SenderRow, SendRow, SyncRow, TemplateRow
from doughy_cli.options import field_names


def test_fields() -> None:
    for record, names in (
        (
            SendRow,
            "lead_id name channel outcome code reason sender recipient subject text segments"
            " encoding zones message_id status external_id sent_at",
        ),
        (
            MessageRow,
            "id lead_id name channel direction status sender recipient subject body external_id"
            " error sent_at created_at updated_at",
        ),
        (
            SyncRow,
            "message_id lead_id name channel before after result note external_id error",
        ),
        (TemplateRow, "name subject text fields"),
        (
            SenderRow,
            "from_number messaging_service from_email from_name postal_address rate require_opt_in",
        ),
    ):
        assert field_names(record) == tuple(names.split())
