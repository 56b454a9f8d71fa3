"""Three administrators who cannot stand in for one another (三员分立), table by table of the back office.

The system administrator makes accounts and keeps what the program is set up with, and reads no order, customer or trail.
The security administrator gives roles, areas and sign-in rules and takes tokens and lost second factors away; makes no
account and sets no password. The auditor reads the trail and changes nothing. A table without a row belongs to none.

v view · a add · c change · d delete; what a table forbids to everybody (history) stays forbidden.
"""

from command_center.ground.organisation.roles import Role

KEEPERS = (Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
VERBS = {"v": "view", "a": "add", "c": "change", "d": "delete"}

TABLE = """
table                            system security audit
alarms.alarm                     ·      ·      ·
auth.group                       ·      ·      ·
core.auditentry                  ·      ·      v
core.delivery                    vc     ·      ·
core.eventrecord                 v      ·      ·
core.idempotencykey              v      ·      ·
core.stream                      v      ·      ·
custody.custody                  ·      ·      ·
custody.deskduty                 ·      ·      ·
custody.handover                 ·      ·      ·
customers.contactpreference      ·      ·      ·
customers.customer               ·      ·      ·
customers.message                ·      ·      ·
customers.messagetemplate        va     ·      ·
customers.phonecode              ·      ·      ·
customers.promise                ·      ·      ·
customers.reply                  ·      ·      ·
customers.servicepoint           ·      ·      ·
dispatch.assignment              ·      ·      ·
dispatch.certificate             vacd   ·      ·
dispatch.crew                    vacd   ·      ·
dispatch.crewmember              vacd   ·      ·
dispatch.crewmessage             ·      ·      ·
dispatch.crewposition            ·      ·      ·
dispatch.decision                ·      ·      ·
dispatch.dispatchpolicy          vacd   ·      ·
dispatch.offer                   ·      ·      ·
dispatch.positiondevice          vacd   ·      ·
dispatch.positionfix             ·      ·      ·
dispatch.routinglook             v      ·      ·
dispatch.shift                   vacd   ·      ·
exports.export                   v      ·      ·
figures.book                     v      ·      ·
figures.dailyvalue               ·      ·      ·
figures.subjectdays              ·      ·      ·
figures.sweep                    v      ·      ·
figures.touchedday               ·      ·      ·
figures.weeklyreport             ·      ·      ·
knox.authtoken                   ·      vd     ·
mfa.authenticator                ·      vd     ·
network.branch                   vacd   ·      ·
network.connectivitynode         vacd   ·      ·
network.modelimport              v      ·      ·
network.modelversion             v      ·      ·
network.supplynode               vacd   ·      ·
network.switchoperation          ·      ·      ·
organisation.calendarkey         ·      vd     ·
organisation.orgunit             vacd   ·      ·
organisation.servicegrid         vacd   ·      ·
organisation.signinrule          ·      vacd   ·
organisation.sweep               ·      vc     v
organisation.sweeprule           ·      vacd   ·
organisation.customeropening     ·      ·      ·
organisation.user                vac    vc     ·
organisation.wallscreen          vac    ·      ·
outages.affectedcustomer         ·      ·      ·
outages.correction               ·      ·      ·
outages.dailyfigure              ·      ·      ·
outages.evidence                 ·      ·      ·
outages.figurerun                ·      ·      ·
outages.frequentoutage           ·      ·      ·
outages.frequentoutagerule       vacd   ·      ·
outages.generatorassignment      ·      ·      ·
outages.generatorvehicle         vacd   ·      ·
outages.interruption             ·      ·      ·
outages.judgementparameter       vacd   ·      ·
outages.majoreventthreshold      ·      ·      ·
outages.notice                   ·      ·      ·
outages.noticerule               vacd   ·      ·
outages.outage                   ·      ·      ·
outages.outagechange             ·      ·      ·
outages.outageorder              ·      ·      ·
outages.outagescope              ·      ·      ·
outages.plannedoutage            ·      ·      ·
outages.protectedperiod          vacd   ·      ·
outages.restorationestimate      ·      ·      ·
outages.restorationstep          ·      ·      ·
outages.restorecheck             ·      ·      ·
outages.sensitiveentry           ·      ·      ·
outages.servedcustomers          ·      ·      ·
socialaccount.socialaccount      vad    ·      ·
workorders.answer                ·      ·      ·
workorders.appeal                ·      ·      ·
workorders.appointment           ·      ·      ·
workorders.callback              ·      ·      ·
workorders.category              vacd   ·      ·
workorders.categorytree          vacd   ·      ·
workorders.classification        ·      ·      ·
workorders.clock                 ·      ·      ·
workorders.complainant           ·      ·      ·
workorders.complaint             ·      ·      ·
workorders.connectioncase        ·      ·      ·
workorders.connectiondocument    ·      ·      ·
workorders.customeranswer        ·      ·      ·
workorders.downgrade             ·      ·      ·
workorders.duechange             ·      ·      ·
workorders.escalation            ·      ·      ·
workorders.escalationrule        vacd   ·      ·
workorders.faultreport           ·      ·      ·
workorders.feedpost              ·      ·      ·
workorders.filing                ·      ·      ·
workorders.filingpause           ·      ·      ·
workorders.grade                 vacd   ·      ·
workorders.griddependency        ·      ·      ·
workorders.headroomrule          vacd   ·      ·
workorders.lateword              ·      ·      ·
workorders.legalhold             ·      vac    ·
workorders.measure               ·      ·      ·
workorders.nodeload              vacd   ·      ·
workorders.note                  ·      ·      ·
workorders.orderwords            ·      ·      ·
workorders.ownedperiod           ·      ·      ·
workorders.pause                 ·      ·      ·
workorders.pseudonymised         ·      v      v
workorders.rating                ·      ·      ·
workorders.reply                 ·      ·      ·
workorders.savedview             ·      ·      ·
workorders.servicerequest        ·      ·      ·
workorders.statuschange          ·      ·      ·
workorders.survey                ·      ·      ·
workorders.supplyplan            ·      ·      ·
workorders.timelimit             vacd   ·      ·
workorders.trackinglink          ·      ·      ·
workorders.transfer              ·      ·      ·
workorders.visitslot             vacd   ·      ·
workorders.workdayexception      vacd   ·      ·
workorders.workhours             vacd   ·      ·
workorders.workorder             ·      ·      ·
"""

ROWS = {
    table: dict(zip(KEEPERS, cells, strict=True)) for table, *cells in map(str.split, TABLE.strip().splitlines()[1:])
}
PERMISSIONS = {
    keeper: {
        f"{table.split('.')[0]}.{VERBS[sign]}_{table.split('.')[1]}"
        for table, cells in ROWS.items()
        for sign in cells[keeper].replace("·", "")
    }
    for keeper in KEEPERS
}


def allows(role: str, permission: str) -> bool:
    """``permission`` as Django spells it, e.g. ``core.view_auditentry``."""
    return permission in PERMISSIONS.get(Role(role), set())
