/// The names by which columns are recognised, in English and Chinese.
///
/// What always holds: a name is written as its words; the key of a header (`HeaderName`) and the
/// joined words are compared. A name after `=` counts only as the whole header, because as a part
/// of one it says too little. A name after `!` means the opposite of its role.

/// One name of a role.
struct RoleName: Sendable {
  let role: Role
  let words: [String]
  let key: String
  /// The bytes of the key.
  let letters: [UInt8]
  let wholeOnly: Bool
  let inverted: Bool
  let isHan: Bool

  init(_ role: Role, _ text: Substring) {
    var text = text
    wholeOnly = text.hasPrefix("=")
    if wholeOnly { text = text.dropFirst() }
    inverted = text.hasPrefix("!")
    if inverted { text = text.dropFirst() }
    self.role = role
    let name = HeaderName(String(text))
    words = name.words
    key = name.key
    letters = Array(name.key.utf8)
    isHan = holdsHan(key.utf8)
  }
}

enum RoleNames {
  /// Every name of every role.
  static let all: [RoleName] = Role.allCases.flatMap { role in
    names(of: role).split(separator: ",").map { RoleName(role, $0) }
  }

  private static let keys: Set<String> = Set(all.map(\.key))

  /// Whether a header is a name of some role, as a whole.
  static func isKnown(_ header: String) -> Bool { keys.contains(HeaderName(header).key) }

  private static func names(of role: Role) -> String {
    switch role {
    case .customerId, .orderId, .itemId, .itemName, .category: things(role)
    case .date, .lastDate, .firstDate, .recency, .tenureDays, .responseTime: times(role)
    case .amount, .quantity, .unitPrice, .monetary, .lifetimeValue, .cost, .margin, .frequency,
      .isReturn:
      money(role)
    case .churn, .target, .treatment, .variant, .outcome, .consent: answers(role)
    case .satisfaction, .npsScore, .rating, .text, .textLabel: opinions(role)
    default: people(role)
    }
  }

  private static func things(_ role: Role) -> String {
    switch role {
    case .customerId:
      "customer id,customer,cust id,cust,=cid,customer no,customer number,customer code,"
        + "customer key,client id,client,client no,user id,user,=uid,user no,account id,"
        + "=account,account no,account number,member id,member,member no,membership no,buyer id,"
        + "buyer,shopper id,visitor id,subscriber id,patient id,student id,=id,card id,"
        + "loyalty id,contact id,guest id,donor id,respondent id,respondent,"
        + "客户ID,客户编号,客户号,客户代码,客户编码,=客户,=客户名称,=客户名,用户ID,用户编号,用户号,=用户,用户名,会员ID,会员号,"
        + "会员编号,会员卡号,=会员,买家ID,买家昵称,买家会员名,买家,顾客ID,顾客编号,=顾客,账号,=账户,账户ID,账户编号,学员编号,学号,患者编号,"
        + "客户id号,=编号,卡号"
    case .orderId:
      "order id,=order,order no,order number,order code,invoice id,invoice,invoice no,"
        + "invoice number,transaction id,transaction no,=transaction,receipt,receipt id,"
        + "receipt no,basket id,basket,bill no,session id,purchase id,sale id,=trx id,"
        + "=txn id,订单ID,订单编号,订单号,=订单,交易号,交易编号,交易流水号,流水号,=单号,发票号,小票号"
    case .itemId:
      "item id,=item,item no,item code,product id,=product,product no,product code,=sku,sku id,"
        + "stock code,article id,artist id,movie id,book id,song id,track id,course id,asin,"
        + "goods id,business id,isbn,商品ID,商品编号,商品编码,商品号,=商品,=SKU,货号,产品ID,产品编号,产品编码,"
        + "=产品,物品ID,物品编号,课程ID,课程编号,电影ID,款号"
    case .itemName:
      "item name,=item,lineitem name,product name,=product,product title,=title,"
        + "product description,item description,=description,goods name,course name,course title,service name,"
        + "商品名称,=商品,=产品,商品名,商品标题,产品名称,产品名,课程名称,=品名,宝贝标题,宝贝名称,物品名称,购买商品,购买产品,服务项目,项目名称"
    case .category:
      "category,product category,=categories,=genre,=genres,department,product type,"
        + "product line,品类,类目,=分类,商品分类,产品类别,商品类别,商品类型,产品类型,产品线,=类别,偏好品类"
    default: ""
    }
  }

  private static func times(_ role: Role) -> String {
    switch role {
    case .date:
      "date,order date,purchase date,invoice date,transaction date,sale date,=day,=month,=week,"
        + "timestamp,=time,=datetime,date time,created at,created,order time,purchase time,"
        + "event time,=ts,paid at,tweet created,review date,submitted at,payment date,"
        + "日期,购买日期,下单时间,下单日期,订单时间,订单日期,交易时间,交易日期,付款时间,支付时间,成交时间,创建时间,购买时间,"
        + "消费时间,消费日期,=时间,报名日期,报名时间,签约日期,签约时间,销售日期,销售时间,评论时间,评价时间,反馈时间,反馈日期,提交时间,=月份"
    case .lastDate:
      "last purchase,last purchase date,last order,last order date,last date,last transaction,"
        + "last visit,last seen,last active,last login,most recent purchase,"
        + "最近购买时间,最近购买日期,最后下单时间,最后购买时间,最后购买日期,最近消费时间,最近消费日期,最后消费时间,"
        + "最近一次购买时间,最近一次购买日期,最近登录时间,最后登录时间,上次购买时间,上次购买日期"
    case .firstDate:
      "first purchase,first purchase date,first order,first order date,first date,signup,"
        + "sign up date,signup date,registered,registration date,registered at,join date,joined,"
        + "start date,首次购买,首次购买时间,首次购买日期,首次下单时间,注册时间,注册日期,入会时间,入会日期,开户日期,首次消费时间,开卡日期"
    case .recency:
      "recency,=r,=t x,recency days,days since last,days since last purchase,"
        + "days since last order,days since last visit,last interaction,days inactive,"
        + "最近购买天数,最近一次购买天数,距今天数,最近消费天数,距上次购买天数,上次购买距今,最近一次消费距今,未购买天数,"
        + "最近购买间隔,距离上次购买天数,最近登录天数,最近一次购买距今天数"
    case .tenureDays:
      "tenure,tenure days,age of account,account age,customer age days,membership length,"
        + "length of membership,=t,days as customer,customer since days,customer lifetime days,"
        + "客龄,生命周期,使用时长,在网时长,会员时长,注册天数,注册时长,合作时长,使用天数,客户年限,在网月数"
    case .responseTime:
      "response time,first reply,first reply time,reply time,resolution time,handling time,"
        + "wait time,响应时间,响应时长,回复时长,服务响应时间,回复时间,处理时长,解决时长,等待时间,首次响应时间"
    default: ""
    }
  }

  private static func money(_ role: Role) -> String {
    switch role {
    case .amount:
      "amount,=total,total amount,order amount,order total,order value,revenue,=sales,"
        + "sales amount,price paid,=spend,=spent,=value,transaction value,transaction amount,"
        + "dollar value,purchase amount,payment,payment amount,paid,net amount,=gmv,"
        + "purchase value,line total,=turnover,total price,=dollars,"
        + "金额,购买金额,消费金额,订单金额,实付金额,实付,支付金额,付款金额,成交额,成交金额,销售额,总价,交易金额,销售金额,总金额,"
        + "订单总额,实收金额,买家实际支付金额"
    case .monetary:
      "monetary,=m,monetary value,=zbar,total spend,total spent,total spending,"
        + "total purchase amount,total revenue,yearly amount spent,average order value,"
        + "avg order value,customer value,=history,=spend,=amount,total amount,purchase amount,"
        + "购买金额,累计消费,消费总额,累计消费金额,总消费金额,总消费,年消费金额,消费金额,累计金额,月均消费,平均消费金额,"
        + "累计购买金额,平均客单价,客单价,总购买金额,年消费额,月消费金额,=金额,平均订单金额"
    case .quantity:
      "=qty,quantity,lineitem quantity,=units,unit count,number of items,number of cds,=count,=pieces,items sold,"
        + "item count,数量,件数,购买数量,商品数量,购买件数,销量"
    case .unitPrice:
      "unit price,=price,item price,lineitem price,product price,list price,selling price,单价,=价格,商品价格,售价,产品价格"
    case .lifetimeValue:
      "ltv,clv,lifetime value,customer lifetime value,cltv,生命周期价值,客户价值,客户终身价值,终身价值,客户生命周期价值"
    case .frequency:
      "frequency,=f,=x,=orders,order count,purchase count,number of orders,number of purchases,"
        + "num orders,purchases,purchase frequency,transaction count,total orders,"
        + "购买频率,购买次数,消费频次,消费次数,订单数,订单数量,下单次数,购买频次,消费频率,月均购买次数,累计订单数,年购买次数,交易次数"
    case .cost:
      "=cost,unit cost,=cac,acquisition cost,cost price,total cost,成本,获客成本,成本价,采购成本"
    case .margin:
      "margin,profit,gross margin,gross profit,profit margin,毛利,利润率,利润,毛利率"
    case .isReturn:
      "is return,returned,=return,=refund,refunded,is refund,=credit,is returned,"
        + "=退货,=退款,是否退款,是否退货,退款标记,是否退换货"
    default: ""
    }
  }

  private static func answers(_ role: Role) -> String {
    switch role {
    case .churn:
      "churn,churned,is churn,has churned,churn label,churn flag,attrition,attrited,=cancelled,"
        + "=canceled,=lost,exited,=left,!active,!=is active,!retained,"
        + "流失,是否流失,已流失,流失标签,客户流失,=取消,是否取消,!是否活跃,!活跃,!是否留存,!是否续费,!是否续约"
    case .target:
      "=target,=label,converted,conversion,=purchase,=purchased,=outcome,=response,=class,=y,"
        + "=revenue,=income,subscribed,=is purchase,=deposit,"
        + "=标签,是否购买,是否转化,=结果,是否成交,是否响应,是否违约,=目标"
    case .treatment:
      "treatment,=group,treated,exposed,is treatment,=segment,=arm,campaign group,test group,"
        + "实验组,=分组,是否干预,处理组,组别,实验分组"
    case .variant: "variant,=version,=variation,ab group,bucket,experiment group,版本,变体,方案"
    case .outcome:
      "=outcome,=converted,=conversion,=visit,=retention 7,=retention 1,=clicked,=click,"
        + "=response,=结果,是否转化,是否购买,=转化,是否点击"
    case .consent:
      "consent,opt in,opted in,marketing consent,gdpr consent,!unsubscribed,!opt out,"
        + "!opted out,同意,授权,是否同意,!退订,!是否退订,营销授权"
    default: ""
    }
  }

  private static func opinions(_ role: Role) -> String {
    switch role {
    case .satisfaction:
      "satisfaction,=csat,satisfaction score,customer satisfaction,满意度,满意度评分,客户满意度,服务满意度"
    case .npsScore:
      "=nps,nps score,net promoter,likelihood to recommend,would recommend,recommend,"
        + "推荐意愿,净推荐,净推荐值,推荐度,推荐评分"
    case .rating:
      "rating,=ratings,=stars,star rating,=score,review score,overall rating,评分,星级,打分,=得分"
    case .text:
      "=text,comment,=comments,review,review text,=reviews,feedback,message,=content,=sentence,"
        + "=body,=question,=tweet,ticket description,opinion,utterance,remark,"
        + "评论,评价,反馈,留言,意见,内容,评论内容,评价内容,反馈内容,投诉内容,客户反馈,反馈文本,=文本,咨询内容,留言内容,建议"
    case .textLabel:
      "=category,=sentiment,sentiment label,sentiment value,airline sentiment,=label,=labels,=intent,"
        + "=intents,=tag,=tags,=class,=topic,=topics,=polarity,feedback type,ticket type,=type,=queue,"
        + "=类别,情感,情感倾向,情感标签,反馈类型,=标签,=主题,=话题,意图,问题类型,评价类型,=分类"
    default: ""
    }
  }

  private static func people(_ role: Role) -> String {
    switch role {
    case .age: "=age,customer age,age years,age group,age band,年龄,客户年龄,年龄段"
    case .gender: "gender,=sex,性别"
    case .income:
      "income,annual income,salary,household income,yearly income,年收入,=收入,月收入,收入水平,家庭收入"
    case .region:
      "region,=city,=country,=state,=province,geography,=location,market,"
        + "地区,城市,省份,=省,=市,区域,所在地,国家,所在城市"
    case .channel: "channel,=source,traffic source,acquisition channel,traffic type,渠道,来源,渠道来源,购买渠道"
    case .name:
      "=name,customer name,full name,first name,last name,surname,user name,client name,"
        + "姓名,客户姓名,用户姓名,联系人,收货人,收货人姓名"
    case .email: "email,e mail,mail address,邮箱,电子邮箱,邮件地址"
    case .phone:
      "phone number,=phone,=mobile,mobile phone,=tel,mobile number,=telephone,"
        + "手机号,手机号码,电话,联系电话,手机,联系手机"
    case .idNumber:
      "id number,id card,national id,=ssn,passport,passport no,身份证号,身份证,证件号码,身份证号码"
    case .address: "=address,street address,street,home address,shipping address,地址,收货地址,住址,家庭地址"
    default: ""
    }
  }
}
