"""What every door of the API does in a few words, in both languages: the lines of the API page, above the longer English text.

A file (``.csv``, ``.xlsx``) is told by the row of its address without the ending. ``tests/door/test_schema.py`` holds the
table and the doors against each other.
"""

from typing import Any, NamedTuple

from django.utils.translation import get_language

PREFIX = "/api/v1/"
FILES = {".csv": (" (CSV)", "（CSV）"), ".xlsx": (" (Excel)", "（Excel）")}

SUMMARIES = """
GET  alarm-health/ | Alarm load of the seats | 各席位的告警负荷
GET  alarms/ | Alarms of the area | 辖区告警
POST alarms/acknowledge/ | Acknowledge alarms | 确认告警
POST applications/ | Apply for a connection | 提交用电申请
GET  appointments/ | Appointments and their moves | 预约及改期记录
GET  ask/ | Ask for a figure in words | 用一句话问指标
POST auth/login/ | Sign in, get a token | 登录并取得令牌
POST auth/logout/ | Give the token back | 退出登录
GET  board-views/ | Saved views of the board | 指挥台的已存视图
POST board-views/ | Save a view of the board | 保存指挥台视图
POST board-views/{view_id}/ | Change a saved view of the board | 修改指挥台视图
POST board-views/{view_id}/remove/ | Remove a saved view of the board | 删除指挥台视图
GET  complaint-cases/ | Complaints of the area | 辖区投诉
GET  complaint-cases/{number}/ | One complaint | 投诉详情
GET  complaint-categories/ | Complaint categories and grades of a day | 某日有效的投诉分类与等级
GET  complaint-figures/ | Complaint figures by version of the categories | 按分类版本统计的投诉指标
GET  complaint-figures/{table} | A table of the complaint figures as a file | 投诉指标表格文件
GET  complaint-figures/causes/ | Complaints by cause | 按起因统计投诉
GET  complaint-figures/rows/ | Matters behind a complaint figure | 投诉指标的明细
GET  complaint-figures/units/ | Complaints by unit | 按单位统计投诉
GET  complaint-stages/ | Open complaints by stage | 各阶段在办投诉
GET  connection-cases/ | Connection cases of the area | 辖区业扩
POST connection-cases/ | File a connection case | 登记业扩申请
GET  connection-cases/{number}/ | One connection case | 业扩详情
GET  connection-cases/{number}/documents/{document_id}/ | Photo of a paper of the case | 申请资料照片
GET  connection-cases/{number}/feed/ | Progress feed of the case | 业扩进展动态
POST connection-cases/{number}/feed/ | Post to the feed of the case | 发布业扩进展
GET  connection-cases/{number}/feed/{post_id}/photo/ | Photo of a post | 动态照片
GET  connection-cases/{number}/panel/ | Everything about a case in one answer | 一次取得业扩全部信息
GET  connection-cases/{number}/plans/ | Supply plans of the case | 供电方案
GET  connection-cases/{number}/slots/ | Half days with room for the case | 可预约的时段
GET  connection-figures/ | Connection figures with their definitions | 业扩指标及定义
GET  connection-figures/{code}/ | Rows behind a connection figure | 业扩指标的明细
GET  connection-stages/ | Open cases by stage and by owner of the minute | 各阶段、各责任方在办业扩
GET  connection/{token}/ | The applicant's case | 申请人查看进度
POST connection/{token}/appointment/ | The applicant takes a half day | 申请人选定时段
POST connection/{token}/appointment/agree/ | The applicant agrees to the time | 申请人同意时段
POST connection/{token}/appointment/cancel/ | The applicant calls the appointment off | 申请人取消预约
POST connection/{token}/designation/ | The applicant reports a forced choice of contractor | 申请人举报“三指定”
POST connection/{token}/documents/ | The applicant sends a missing paper | 申请人补交资料
POST connection/{token}/feed/ | The applicant posts to the feed | 申请人留言
GET  connection/{token}/photo/{post_id}/ | Photo of the feed, by the link | 申请人查看动态照片
POST connection/{token}/rating/ | The applicant answers the follow-up | 申请人评价
GET  connection/{token}/slots/ | Half days that the applicant may choose | 申请人可选的时段
POST crew-messages/{crew_message_id}/acknowledge/ | The crew has read a message | 班组确认已读消息
GET  crews/ | Crews in service | 在岗班组
GET  crews/{crew_id}/ | One crew | 班组详情
POST crews/{crew_id}/messages/ | Write to a crew | 给班组发消息
GET  crews/{crew_id}/trail/ | Where a crew was | 班组轨迹
GET  customers/ | Find customers | 查找客户
GET  customers/{number}/card/ | What is open and was about a customer | 客户名片
POST customers/{number}/reveal/ | Show name and phone of a customer in full | 显示客户完整信息
GET  desk-duties/ | Duties at the desks | 席位值班记录
POST desk-duties/{duty_id}/relieve/ | Relieve somebody who left without handing over | 解除未交班人员的值班
POST desk-duties/sign-off/ | Leave the desk | 下班
POST desk-duties/sign-on/ | Begin duty at a desk | 上班
GET  devices/ | Switches and their positions | 开关及其状态
POST devices/{code}/operate/ | Record that a switch was operated | 登记开关操作
GET  devices/geojson/ | Switches as GeoJSON points | 开关点位（GeoJSON）
GET  escalations/ | Who was called to orders | 升级通知记录
POST escalations/{call_id}/acknowledge/ | I know, and this is what I do | 确认升级并说明措施
GET  events/ | Events after a number | 增量事件
GET  exports/ | My files | 我的文件
POST exports/ | Ask for a file | 申请导出文件
GET  exports/{export_id}/ | How far a file is | 文件进度
GET  exports/{export_id}/file/ | Take a finished file | 下载文件
POST exports/{export_id}/remove/ | Remove a file | 删除文件
POST fault-reports/ | Report a fault | 故障报修
POST fault-reports/bulk/ | Report many faults at once | 批量报修
GET  fault-reports/known/ | What is known before a report is filed | 报修前查询已知停电与工单
GET  feeders/{code}/devices/ | Devices of a feeder | 线路设备
GET  figures/ | Catalogue of figures | 指标目录
GET  figures/{code}/ | One figure, with year-on-year | 单项指标及同比
GET  figures/{code}/parts | One table of a figure | 指标分项表
GET  figures/{code}/rows/ | Rows behind a figure | 指标明细
GET  figures/{code}/rows | Rows behind a figure | 指标明细
GET  filings/ | What units filed in advance | 报备记录
POST filings/ | File in advance | 新建报备
POST filings/{filing_id}/revoke/ | Take a filing back | 撤销报备
GET  frequent-outages/ | Frequent outages | 频繁停电
POST frequent-outages/{frequent_id}/follow-up/ | Follow up a frequent outage | 频繁停电治理跟进
GET  grids/ | Service grids and their managers | 供电服务网格
GET  handover/ | My desk before the hand-over | 我的席位与待交接事项
POST handover/begin/ | Begin to hand over | 开始交班
POST handover/close/ | Close the hand-over | 完成交班
POST handover/drop/ | Stay on duty after all | 取消交班
POST handover/fill/ | Say who takes which item | 指定事项的接手人
POST handover/rest/ | Say who takes the rest | 指定其余事项的接手人
GET  handovers/ | Closed hand-overs | 交接班记录
GET  handovers/{handover_id}/ | One hand-over | 交接班详情
POST handovers/{handover_id}/read/ | I have read what was handed over | 确认已阅交班内容
GET  headline-figures/ | The headline table against last year | 重点指标与上年同期
GET  headline-figures | The headline table | 重点指标表
GET  indices/ | Reliability indices | 供电可靠性指标
GET  indices/interruptions/ | Interruptions behind an index | 可靠性指标的停电明细
POST interruptions/{interruption_id}/correct/ | Correct an interruption of a customer | 更正客户停电记录
GET  key-figures/ | The eight key figures | 八项关键指标
GET  key-figures | The key figures by month | 关键指标逐月表
POST matters/ | File an order of any kind | 受理非故障诉求
GET  me/ | Who I am and what I may do | 当前用户与权限
GET  me/work/ | My crew's offer and orders | 本班组的派单与在手工单
POST message-calls/receipts/ | Delivery receipts of a gateway | 网关回执
POST message-calls/replies/ | Answers of customers from a gateway | 网关上行回复
GET  message-replies/ | Answers of customers | 客户回复
POST message-replies/{reply_id}/settle/ | An answer has been seen to | 处理客户回复
GET  messages/ | Messages to customers | 客户通知
POST messages/{message_id}/settle/ | A failed message has been seen to | 处理未送达的通知
POST meter-events/ | Meter events | 电表事件
GET  network.geojson | The network near a place | 区域电网（GeoJSON）
GET  offers/ | Offers to crews | 派单记录
POST offers/{offer_id}/accept/ | The crew takes the order | 班组接单
POST offers/{offer_id}/reject/ | The crew cannot go | 班组拒单
GET  order-views/ | Saved views | 已保存的视图
POST order-views/ | Save a view | 保存视图
POST order-views/{view_id}/ | Change a saved view | 修改视图
POST order-views/{view_id}/remove/ | Remove a saved view | 删除视图
GET  outages/ | Outages of the area | 辖区停电
GET  outages-then/ | Outages of a past moment | 某一时刻的停电
GET  outages.geojson | Outages as GeoJSON points | 停电点位（GeoJSON）
GET  outages/{number}/ | One outage | 停电详情
POST outages/{number}/answer/ | Answers in the check whether power is back | 登记复电核实答复
POST outages/{number}/cause/ | Say why it happened | 登记停电原因
POST outages/{number}/check/ | Check whether power is back | 发起复电核实
POST outages/{number}/close/ | Close the outage | 停电归档
POST outages/{number}/confirm/ | Confirm the outage | 确认停电
GET  outages/{number}/devices/ | Devices of the outage as a tree | 停电范围设备树
POST outages/{number}/dismiss/ | Nobody was dark | 撤销：并未停电
POST outages/{number}/estimate/ | Say when power will be back | 设定预计复电时间
POST outages/{number}/generator/ | A generator vehicle supplies customers | 发电车供电
POST outages/{number}/generator-away/ | The generator vehicle stops | 发电车撤离
GET  outages/{number}/interruptions/ | Who is or was dark | 停电用户
POST outages/{number}/merge/ | Merge with another outage | 并入另一停电
POST outages/{number}/move/ | Another device is the origin | 改判故障设备
POST outages/{number}/reinstate/ | The dismissal was a mistake | 恢复误撤的停电
POST outages/{number}/restore/ | Power is back, to all or some | 登记复电（全部或部分）
POST outages/{number}/split/ | Some are dark for another reason | 拆分停电
GET  outages/{number}/supply-path/ | How power comes to the device | 设备供电路径
GET  outages/{number}/trace/ | Dark lines of the outage | 停电线路
POST outages/{number}/unconfirm/ | The confirmation was a mistake | 撤回确认
POST outages/{number}/unmerge/ | The merge was a mistake | 撤销合并
POST outages/{number}/verify/ | Weigh the answers: is power back? | 核实复电结论
POST outages/{number}/was-off/ | More customers were off | 补登停电用户
GET  planned-outages/ | Planned outages | 计划停电
POST planned-outages/ | Draft a planned outage | 起草停电计划
GET  planned-outages.geojson | Planned outages as GeoJSON points | 计划停电点位（GeoJSON）
GET  planned-outages.ics | Planned outages as a calendar | 计划停电日历（iCalendar）
GET  planned-outages/{number}/ | One planned outage | 停电计划详情
POST planned-outages/{number}/alternative/ | Choose what keeps customers supplied | 选定转供或发电方案
POST planned-outages/{number}/announce/ | Announce the plan | 发布停电公告
POST planned-outages/{number}/approve/ | Approve the plan | 批准停电计划
POST planned-outages/{number}/cancel/ | Call the plan off | 取消停电计划
POST planned-outages/{number}/check/ | Check the plan | 校核停电计划
POST planned-outages/{number}/close/ | Close the plan | 停电计划归档
GET  planned-outages/{number}/customers/ | Customers whom the plan affects | 受影响客户
POST planned-outages/{number}/delivered/ | What became of the notices | 登记通知送达情况
POST planned-outages/{number}/extend/ | The work takes longer | 延长停电
POST planned-outages/{number}/notify/ | Notify the affected customers | 通知受影响客户
POST planned-outages/{number}/postpone/ | Postpone the plan | 停电计划改期
POST planned-outages/{number}/redraft/ | Draft the plan anew | 重新起草
POST planned-outages/{number}/restore/ | Power is back | 登记送电
POST planned-outages/{number}/start/ | The work begins | 开工停电
POST planned-outages/{number}/waive/ | Take a blocking finding upon oneself | 豁免校核问题
POST planned-outages/calendar-address/ | My calendar's address | 我的日历地址
POST planned-outages/calendar-address/renew/ | A new calendar address | 更换日历地址
POST planned-outages/calendar-address/revoke/ | Stop the calendar address | 停用日历地址
POST planned-outages/preview/ | Try a plan out, nothing is kept | 预览停电计划
POST positions/ | Positions of a crew's phone | 上报班组位置
GET  promises/ | What was promised and kept | 承诺簿
GET  shift-desk/ | Who is on duty | 当值人员
GET  shifts/ | Shifts of crews | 班组班次
GET  supervision/ | What has to be looked at now | 督办一览
POST supervision/give/ | Take items over, or give them | 接管或移交事项
GET  survey-figures/ | Figures of satisfaction | 满意度指标
GET  surveys/ | Surveys of customers | 满意度调查
GET  told-times/{table} | A table of told restoration times | 告知复电时间表
GET  track/{token}/ | The customer's order | 客户查看报修进度
POST track/{token}/answers/ | The customer answers a question | 客户回答询问
POST track/{token}/cancel/ | The customer no longer needs us | 客户撤销报修
POST track/{token}/rating/ | The customer rates | 客户评价
POST track/{token}/still-out/ | The customer is still without power | 客户反映仍未来电
GET  units/ | The organisation | 组织机构
GET  visit-calendar/ | Appointments and room of a week | 一周预约与余量
GET  wall/ | Everything on the wall | 大屏数据
GET  wall/year/ | What changes slowly on the wall | 大屏年度数据
GET  weekly-report/{table} | A table of a weekly report | 周报表格
GET  work-orders/ | Orders of the area | 辖区工单
GET  work-orders | The list of orders as a file | 工单列表文件
POST work-orders | The list of orders as a file, with a reason for full names | 工单列表文件（说明理由后含完整信息）
GET  work-orders/{number}/ | One order | 工单详情
GET  work-orders/{number}/answers/{answer_id}/photo/ | Photo that the customer sent | 客户发来的照片
GET  work-orders/{number}/candidates/ | Candidate crews, and why | 候选班组及理由
GET  work-orders/{number}/findings/ | Where the fault may lie | 可能的故障点
POST work-orders/{number}/findings/ | The crew says what it found | 登记现场查勘结果
GET  work-orders/{number}/photo/ | Photo of the reply | 回单照片
GET  work-orders/{number}/supply-path/ | How power comes to the customer | 客户供电路径
GET  work-orders/{number}/timeline/ | History of the order | 工单时间线
GET  work-orders/{number}/trail/ | Where the order's crews were | 工单班组轨迹
POST work-orders/{number}/locate/ | Set or correct the place | 标定或更正位置
POST work-orders/{number}/reveal/ | Show the caller in full | 显示报修人完整信息
POST work-orders/{number}/settle-answers/ | Doubtful answers have been looked at | 处理存疑答复
POST work-orders/{number}/tracking-link/ | The customer's link | 取得客户链接
POST work-orders/{number}/tracking-link/renew/ | A new link | 更换客户链接
POST work-orders/{number}/tracking-link/revoke/ | Stop the link | 停用客户链接
POST work-orders/{number}/tracking-link/send/ | Send the link to the caller | 短信发送客户链接
POST work-orders/{number}/accept/ | The crew takes the order | 接单
POST work-orders/{number}/answer/ | Answer the customer | 答复客户
POST work-orders/{number}/appeal/ | The unit appeals | 申诉
POST work-orders/{number}/archive/ | Archive the order | 归档
POST work-orders/{number}/arrive/ | On site | 到达现场
POST work-orders/{number}/ask-mid-inspection/ | Ask for the inspection half-way | 申请中间检查
POST work-orders/{number}/assign/ | Assign a crew | 派单给班组
POST work-orders/{number}/book-installation/ | Book the installation | 预约装表接电
POST work-orders/{number}/book-survey/ | Book the survey of the site | 预约现场勘查
POST work-orders/{number}/callback/ | Record the callback | 登记回访
POST work-orders/{number}/cancel/ | Cancel the order | 撤销工单
POST work-orders/{number}/classify/ | Classify the complaint | 投诉定性分级
POST work-orders/{number}/close/ | Close the order | 办结
POST work-orders/{number}/contact/ | The customer was contacted | 联系客户
POST work-orders/{number}/contacted/ | The customer was contacted | 已联系客户
POST work-orders/{number}/customer-builds/ | The customer builds | 客户工程施工
POST work-orders/{number}/decide-appeal/ | Decide an appeal | 裁定申诉
POST work-orders/{number}/decide-downgrade/ | Decide a downgrade | 审定降级
POST work-orders/{number}/decide-liability/ | Decide who is liable | 责任认定
POST work-orders/{number}/depart/ | Under way | 出发
POST work-orders/{number}/energise/ | Meter set, power on | 装表接电
POST work-orders/{number}/explain/ | Explained on the phone | 电话解释
POST work-orders/{number}/extend/ | Extend a limit | 延期
POST work-orders/{number}/false-alarm/ | A mistake or a prank | 误报
POST work-orders/{number}/file-reply/ | Reply to who sent the complaint | 回复转办单位
POST work-orders/{number}/final-answer/ | The final answer | 终结答复
POST work-orders/{number}/follow-up/ | Follow up with the applicant | 业扩回访
POST work-orders/{number}/give/ | Give the matter to a unit | 派发给责任单位
POST work-orders/{number}/grid-is-ready/ | The grid is ready | 电网配套完成
POST work-orders/{number}/hand-back/ | The unit gives it back | 退回派发席位
POST work-orders/{number}/handle/ | What was asked for is done | 处理完毕
POST work-orders/{number}/help/ | The crew asks for help | 请求支援
POST work-orders/{number}/inspect-completion/ | Inspect at completion | 竣工检验
POST work-orders/{number}/inspect-half-way/ | Inspect half-way | 中间检查
POST work-orders/{number}/investigate/ | Investigate | 调查
POST work-orders/{number}/link/ | Link the trigger | 关联起因
POST work-orders/{number}/media/ | The media ask | 媒体关注
POST work-orders/{number}/media-over/ | The media ask no more | 解除媒体关注
POST work-orders/{number}/merge/ | The same matter twice | 并入另一工单
POST work-orders/{number}/move-appointment/ | Move the appointment | 预约改期
POST work-orders/{number}/not-restored/ | Power is not there after all | 更正：尚未复电
POST work-orders/{number}/note/ | Write a note | 记录备注
POST work-orders/{number}/nothing-found/ | On site, no fault found | 现场无故障
POST work-orders/{number}/on-site/ | Somebody is at the customer's | 人员已到现场
POST work-orders/{number}/pass-wait-on/ | It waits for somebody else now | 变更等待责任方
POST work-orders/{number}/prolong-plan/ | Prolong the supply plan | 延长方案有效期
POST work-orders/{number}/propose-downgrade/ | Propose a downgrade | 提议降级
POST work-orders/{number}/pull-history/ | Pull the outage history | 调取停电历史
POST work-orders/{number}/reassign/ | Another crew | 改派
POST work-orders/{number}/recall/ | Ask another crew | 收回派单
POST work-orders/{number}/reopen/ | Reopen | 重新受理
POST work-orders/{number}/reply/ | The crew replies | 回单
POST work-orders/{number}/reply-plan/ | Sign the supply plan | 答复供电方案
POST work-orders/{number}/report-designation/ | Report a forced choice of contractor | 上报“三指定”
POST work-orders/{number}/restore/ | Power is back | 复电
POST work-orders/{number}/resume/ | Go on after a pause | 恢复处理
POST work-orders/{number}/return-upstream/ | Return to where it came from | 退单
POST work-orders/{number}/review/ | Review the reply | 审核回单
POST work-orders/{number}/review-design/ | Review the design | 设计审查
POST work-orders/{number}/second-crew/ | A crew of its own | 加派班组
POST work-orders/{number}/send/ | A crew is needed after all | 转为派单
POST work-orders/{number}/split/ | A matter of its own | 拆分工单
POST work-orders/{number}/start/ | The repair begins | 开工
POST work-orders/{number}/submit-design/ | Submit the design | 提交设计文件
POST work-orders/{number}/supervise/ | Issue an order of supervision | 督办
POST work-orders/{number}/survey/ | Survey of the site | 现场勘查
POST work-orders/{number}/suspend/ | Pause | 挂起
POST work-orders/{number}/take-measures/ | Take measures | 落实整改措施
POST work-orders/{number}/take-note/ | Take note | 登记知悉
POST work-orders/{number}/terminate/ | End without power | 终止业扩
POST work-orders/{number}/transfer/ | Another unit takes it over | 转派
POST work-orders/{number}/unbook-installation/ | Call the installation off | 取消装表预约
POST work-orders/{number}/unbook-survey/ | Call the survey off | 取消勘查预约
POST work-orders/{number}/urge/ | Urge | 催办
POST work-orders/{number}/visit-arrived/ | The visitor is there | 上门人员已到达
POST work-orders/{number}/visit-on-the-way/ | The visitor is on the way | 上门人员已出发
POST work-orders/{number}/wait-for-grid/ | Wait for grid works | 等待电网配套
POST work-orders/{number}/works-over/ | The works are over | 施工完成
"""


class Summary(NamedTuple):
    english: str
    chinese: str


def _read() -> dict[tuple[str, str], Summary]:
    found = {}
    for line in SUMMARIES.strip().splitlines():
        door, english, chinese = line.split(" | ")
        method, path = door.split()
        found[method, path] = Summary(english, chinese)
    return found


BY_DOOR = _read()


def summary_of(method: str, path: str) -> Summary | None:
    """``method`` in capitals, ``path`` below ``/api/v1/``; None of a door that the table does not know."""
    for ending, (english, chinese) in FILES.items():
        if path.endswith(ending) and (stem := BY_DOOR.get((method, path.removesuffix(ending)))):
            return Summary(stem.english + english, stem.chinese + chinese)
    return BY_DOOR.get((method, path))


def with_summaries(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """Every operation in the reader's language. A hook of drf-spectacular."""
    chinese = (get_language() or "").startswith("zh")
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if summary := summary_of(method.upper(), path.removeprefix(PREFIX)):
                operation["summary"] = summary.chinese if chinese else summary.english
    return result
