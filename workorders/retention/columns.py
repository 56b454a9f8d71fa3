"""Every column that may carry a person, and what becomes of it once its order has been kept long enough.

``model.column`` as Django spells them; by name, because some stand in apps above this one. A column that can hold words, a
message, a file or a customer and stands in neither table fails ``tests/house/test_people_in_columns.py``: decide which it is.
"""

NAME, PHONE, ADDRESS = "name", "phone", "address"
WORDS = "words"  # free text: names of the order, phones, addresses and long numbers go, the rest stays
TOLD = "told"  # a stored message
PHOTO = "photo"  # the file goes too
POINT = "point"  # a coordinate, to about a kilometre
LINK = "link"  # to somebody in the register: cut
SEALED = "sealed"  # who told a confidential matter: met, and then the row goes
FOLLOWS = "follows"  # written anew by a trigger of the table it copies
KEY = "key"  # a stable key with the address in it: the row's own number from then on
CHAINS = "chains"  # the supplies that a message promised something about: served when it was sent

IN_ORDERS = {
    "workorders.WorkOrder": {
        "reporter_name": NAME,
        "reporter_phone": PHONE,
        "address": ADDRESS,
        "description": WORDS,
        "second_crew_reason": WORDS,
        "latitude": POINT,
        "longitude": POINT,
        "customer": LINK,
        "service_point": LINK,
    },
    "workorders.FaultReport": {"phone": PHONE, "payload": TOLD, "service_point": LINK},
    "workorders.OrderWords": {"words": FOLLOWS, "reporter_name": FOLLOWS, "reporter_phone": FOLLOWS},
    "workorders.StatusChange": {"detail": WORDS},
    "workorders.Note": {"text": WORDS},
    "workorders.Reply": {
        "cause": WORDS,
        "measures": WORDS,
        "not_contacted_reason": WORDS,
        "site_check": WORDS,
        "customer_opinion": WORDS,
        "photo": PHOTO,
    },
    "workorders.Answer": {"cause": WORDS, "measures": WORDS, "not_told_reason": WORDS},
    "workorders.Callback": {"comment": WORDS},
    "workorders.Rating": {"comment": WORDS},
    "workorders.LateWord": {"said": TOLD, "photo": PHOTO},
    "workorders.CustomerAnswer": {
        "said": TOLD,
        "photo": PHOTO,
        "latitude": POINT,
        "longitude": POINT,
        "settled_how": WORDS,
    },
    "workorders.Survey": {"comment": WORDS},
    "workorders.Transfer": {"reason": WORDS},
    "workorders.Complainant": {"sealed": SEALED},
    "workorders.Complaint": {"liability_grounds": WORDS, "outage_history": TOLD},
    "workorders.Classification": {"reason": WORDS},
    "workorders.Measure": {"text": WORDS},
    "workorders.Downgrade": {"reason": WORDS, "answer": WORDS},
    "workorders.Appeal": {"reason": WORDS, "answer": WORDS},
    "workorders.ConnectionDocument": {"photo": PHOTO},
    "workorders.GridDependency": {"blocker": WORDS, "responsible": NAME},
    "workorders.Appointment": {
        "reason": WORDS,
        "arrival_latitude": POINT,
        "arrival_longitude": POINT,
        "arrival_photo": PHOTO,
    },
    "workorders.FeedPost": {"text": WORDS, "photo": PHOTO},
    "workorders.SupplyPlan": {"remark": WORDS},
    "workorders.Pause": {"detail": WORDS, "evidence": WORDS},
    "dispatch.Offer": {"reject_detail": WORDS},
    "dispatch.Decision": {"override_reason": WORDS},
    "dispatch.Assignment": {"release_reason": WORDS},
}
"""Rows that belong to one order by their column ``order``; the order itself comes first."""

OF_CLOCKS = {"workorders.DueChange": {"reason": WORDS}}
"""Rows that belong to an order by a clock of it."""

OF_MESSAGES = {
    "customers.Message": {
        "recipient": PHONE, "customer": LINK, "text": WORDS, "variables": TOLD, "error": WORDS, "settled_how": WORDS,
        "key": KEY, "chains": CHAINS,
    },
    "customers.Reply": {"sender": PHONE, "customer": LINK, "text": WORDS, "settled_how": WORDS},
    "customers.Promise": {"customer": LINK},
}  # fmt: skip
"""What customers were told and answered. About an order it goes with the order; about an outage or a plan after years of its own
(``services/told.py``), and with it the supplies by which its promises are chained (``customers.Promise.chain``)."""

STAYS = {
    "the register: as long as they are customers; it is kept by the marketing system and not from here": """
        customers.Customer.name customers.Contact.name customers.Contact.phone customers.Contact.customer
        customers.ServicePoint.address customers.ServicePoint.customer
    """,
    "staff: as long as they have an account, and in the trail of what they did": """
        organisation.User.name organisation.User.phone organisation.User.email organisation.User.password
        organisation.User.username organisation.OrgUnit.phone dispatch.Crew.name alarms.Alarm.subject_name
        workorders.LateWord.crew workorders.SavedView.name workorders.SavedView.filters workorders.SavedView.ordering
    """,
    "how a customer wants to be told: lives with the register": """
        customers.ContactPreference.consent_how customers.ContactPreference.customer customers.ContactPreference.email
        customers.ContactPreference.wechat_id
    """,
    "of an order or outage it names nobody; that of a supply is written anew with what was told of it": """
        customers.Promise.chain
    """,
    "the gateway's own number of an answer: by it both sides find that their copy went": "customers.Reply.reference",
    "the ledger of interruptions and its plans: a supply and its hours, no reporter; the reliability record stands for good": """
        outages.Interruption.service_point outages.AffectedCustomer.service_point outages.AffectedCustomer.customer
        outages.FrequentOutage.customer outages.SensitiveEntry.service_point outages.Evidence.service_point
        outages.CheckAnswer.service_point outages.GeneratorAssignment.service_point outages.Evidence.detail
        outages.Correction.before outages.Correction.after
    """,
    "a filing in advance is about a supply and lives with the register": """
        workorders.Filing.customer workorders.Filing.reason workorders.Filing.evidence workorders.Filing.revoked_reason
    """,
    "audit, sealed: never a name or number of a customer": "core.AuditEntry.detail core.AuditEntry.object_ref",
    "the upstream system's own number of the call: by it both sides find that their copy went": """
        workorders.FaultReport.source_id
    """,
    "not treated yet: words of staff to staff, where a number may stand by accident": """
        custody.Custody.remark custody.DeskDuty.end_reason custody.Handover.remark custody.HandoverLine.remark
        dispatch.CrewMessage.text dispatch.Shift.handover_note workorders.EscalationCall.answer workorders.LegalHold.reason
        network.SwitchOperation.detail outages.OutageChange.detail outages.Correction.reason outages.Outage.cause
        outages.FrequentOutage.cause outages.FrequentOutage.measure outages.RestorationStep.note
        outages.PlanAlternative.note outages.PlanChange.reason outages.PlanWaiver.reason outages.PlannedOutage.title
        outages.PlannedOutage.work outages.PlannedOutage.reason
    """,
}

NOBODY = {
    "goes within hours or days anyway": """
        core.Delivery.error core.Delivery.handler core.IdempotencyKey.body core.IdempotencyKey.key
        core.IdempotencyKey.scope
    """,
    "codes, ids and moments": """
        customers.Message.provider_id
        exports.Export.table exports.Export.query exports.Export.title exports.Export.problem
        exports.Export.file alarms.Alarm.detail core.AuditEntry.action core.AuditEntry.request_id core.AuditEntry.seal core.EventRecord.name
        core.EventRecord.payload core.EventRecord.request_id dispatch.Decision.candidates dispatch.Decision.rejected
        dispatch.Decision.reason dispatch.PositionDevice.device_id dispatch.PositionDevice.other_device_id
        outages.Evidence.source_key outages.Outage.reason_params outages.Outage.root_cause_key
        outages.PlanFinding.params workorders.Complaint.outage_number workorders.CustomerAnswer.link workorders.SupplyPlan.reasons figures.DailyValue.about outages.RestorationEstimate.params workorders.WorkOrder.permit_number
    """,
    "places, equipment, rules and their sources": """
        customers.MessageTemplate.text figures.DailyValue.place figures.DailyValue.within figures.WeeklyReport.body
        workorders.Category.label_en workorders.Category.label_zh workorders.CategoryTree.source
        workorders.Grade.label_en workorders.Grade.label_zh network.Branch.code network.Branch.name network.ConnectivityNode.code network.ModelImport.diff
        network.ModelImport.errors network.ModelImport.source network.SupplyNode.name organisation.OrgUnit.area
        organisation.OrgUnit.name organisation.OrgUnit.name_en organisation.ServiceGrid.area
        organisation.ServiceGrid.name organisation.WallScreen.name outages.FrequentOutageRule.source outages.JudgementParameter.source
        outages.NoticeRule.source outages.ProtectedPeriod.name workorders.EscalationRule.name
        workorders.HeadroomRule.source workorders.NodeLoad.source
        workorders.EscalationRule.source workorders.TimeLimit.source workorders.WorkHours.source
        workorders.WorkdayException.name workorders.WorkdayException.source
    """,
}
