/// Choices that a kept model learnt from, and those that came since, as one.
import Learning
import Support
import Tables

struct FoldedChoices {
  let choices: Choices
  /// New events, by their place among all, in the order of time.
  let newPlaces: [Int]
  /// Places of new ratings among all; what is rated again is a new rating.
  let newRatings: [Int]
  let learntPeople: Int
  let learntItems: Int
  /// Rows of the new file that count.
  let newRows: Int

  /// - Throws: `missingRole` where the new file lacks what the model goes by.
  init(_ old: Choices, _ new: Choices, headers: [String], _ run: Run) throws {
    func need(_ isThere: Bool, _ role: Role) throws {
      if !isThere { throw AnalyticsError.missingRole(roles: [role.rawValue], headers: headers) }
    }
    try need(old.areBaskets == new.areBaskets, old.areBaskets ? .orderId : .customerId)
    try need(!old.hasTimes || new.hasTimes, .date)
    try need(old.ratings == nil || new.ratings != nil, .rating)
    (learntPeople, learntItems) = (old.people.count, old.items.count)
    let (people, personOf) = Self.joined(old.people, new.people)
    let (items, itemOf) = Self.joined(old.items, new.items)
    let added = new.events.map { event in
      Choices.Event(
        person: personOf[Int(event.person)], item: itemOf[Int(event.item)],
        time: old.hasTimes ? event.time : 0, weight: event.weight)
    }
    newRows = added.count
    let order = try Self.order(old.events, added, hasTimes: old.hasTimes, run)
    let boundary = old.events.count
    let events = order.map { $0 < boundary ? old.events[$0] : added[$0 - boundary] }
    newPlaces = order.indices.filter { order[$0] >= boundary }
    let rated = Self.ratings(old.ratings, new.ratings, personOf, itemOf, people.count, items.count)
    newRatings = rated?.new ?? []
    choices = Choices(
      old, events: events, people: people, items: items,
      names: Self.names(old, new, items, itemOf), ratings: rated?.all, notices: new.notices)
  }

  /// All ids, those that are new behind the others, and where each of the second list is.
  private static func joined(_ old: [String], _ new: [String]) -> ([String], [Int32]) {
    var places = Dictionary(
      old.enumerated().map { ($0.element, Int32($0.offset)) },
      uniquingKeysWith: { first, _ in first })
    var all = old
    let found = new.map { id -> Int32 in
      if let place = places[id] { return place }
      let place = Int32(all.count)
      places[id] = place
      all.append(id)
      return place
    }
    return (all, found)
  }

  /// Old events before new ones of the same second.
  private static func order(
    _ old: [Choices.Event], _ new: [Choices.Event], hasTimes: Bool, _ run: Run
  ) throws -> [Int] {
    guard hasTimes else { return Array(0..<(old.count + new.count)) }
    var order: [Int] = []
    order.reserveCapacity(old.count + new.count)
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if order.count % 65_536 == 0 { try run.checkpoint() }
      if right == new.count || left < old.count && old[left].time <= new[right].time {
        order.append(left)
        left += 1
      } else {
        order.append(old.count + right)
        right += 1
      }
    }
    return order
  }

  private static func names(
    _ old: Choices, _ new: Choices, _ items: [String], _ itemOf: [Int32]
  ) -> [String]? {
    guard old.itemNames != nil || new.itemNames != nil else { return nil }
    var names = items
    if let given = new.itemNames {
      for (place, item) in itemOf.enumerated() { names[Int(item)] = given[place] }
    }
    // What an item was called when the model learnt it stays its name.
    if let given = old.itemNames { names.replaceSubrange(0..<given.count, with: given) }
    return names
  }

  private static func ratings(
    _ old: Ratings?, _ new: Ratings?, _ personOf: [Int32], _ itemOf: [Int32], _ personCount: Int,
    _ itemCount: Int
  ) -> (all: Ratings, new: [Int])? {
    guard let old, let new else { return nil }
    let people = new.people.map { personOf[Int($0)] }
    let items = new.items.map { itemOf[Int($0)] }
    let again = Set(zip(people, items).map { Int64($0) << 32 | Int64($1) })
    let kept = (0..<old.count).filter {
      !again.contains(Int64(old.people[$0]) << 32 | Int64(old.items[$0]))
    }
    let all = Ratings(
      personCount: personCount, itemCount: itemCount, people: kept.map { old.people[$0] } + people,
      items: kept.map { old.items[$0] } + items, values: kept.map { old.values[$0] } + new.values)
    return (all, Array(kept.count..<(kept.count + people.count)))
  }
}
