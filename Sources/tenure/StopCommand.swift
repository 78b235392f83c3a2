/// `tenure stop`: the end of the shared server.
import Server

enum StopCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(arguments, valued: ["--socket"], flags: [])
    try SharedOptions.refuseWords(options, of: .stop)
    return SharedOptions.reporting { () throws(ServerError) in
      let server = try SharedOptions.server(options)
      let process = try server.stop()
      Terminal.print("the server on \(server.path), process \(process), has ended")
    }
  }
}
