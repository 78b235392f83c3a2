/// Short forms of given names that are common in English, with the name they stand for.
enum ShortNames {
  static let full: [[UInt32]: [UInt32]] = {
    var full: [[UInt32]: [UInt32]] = [:]
    for line in lines {
      let words = line.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
      for short in words.dropFirst() { full[short] = words[0] }
    }
    return full
  }()

  private static let lines = [
    "alexander alex sandy xander", "andrew andy drew", "anthony tony", "barbara barb barbie",
    "benjamin ben benny", "catherine kate cathy katie kathy cath", "charles charlie chuck",
    "christopher chris", "christine christie", "daniel dan danny", "david dave davey",
    "deborah deb debbie", "dorothy dot dottie", "edward ed eddie ted",
    "elizabeth liz beth betty "
      + "lizzie eliza", "eugene gene", "francis frank", "frederick fred freddie", "gerald gerry",
    "gregory greg", "henry harry hank", "jacob jake", "james jim jimmy jamie", "jeffrey jeff",
    "jennifer jen jenny", "jessica jess jessie", "john johnny jack", "jonathan jon",
    "joseph joe joey", "joshua josh", "judith judy", "kenneth ken kenny", "kimberly kim",
    "lawrence larry", "leonard len lenny", "margaret maggie peggy meg marge", "matthew matt",
    "michael mike mick mickey", "nathaniel nate", "nicholas nick nicky", "pamela pam",
    "patricia pat patty trish", "patrick paddy", "peter pete", "philip phil", "raymond ray",
    "rebecca becky becca", "richard rick dick richie ricky", "robert bob bobby rob robbie",
    "ronald ron ronnie", "samuel sam sammy", "samantha sammie", "stephen steve steven stevie",
    "susan sue susie", "theodore theo teddy", "thomas tom tommy", "timothy tim timmy",
    "victoria vicky vicki", "vincent vince vinny", "walter walt", "william bill will billy willie",
    "zachary zach zack",
  ]
}
