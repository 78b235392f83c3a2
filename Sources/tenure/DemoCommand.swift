enum DemoCommand {
  static func run(_ arguments: [String]) throws -> Int32 { 0 }
}
