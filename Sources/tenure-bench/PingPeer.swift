/// The least a ping can cost: a C program that reads and answers.
import Glibc

extension Ping {
  /// The peer on a socket.
  static func peer(_ folder: TemporaryFolder, core: Int?) throws -> (program: Program, line: Line) {
    let binary = try compiled(folder)
    let socket = folder.path("peer.sock")
    return (try Program(Core.pinned([binary, socket], to: core)), try Line(socket: socket))
  }

  /// The peer on two pipes.
  static func pipedPeer(_ folder: TemporaryFolder) throws -> (program: Program, line: Line) {
    let program = try Program([try compiled(folder)])
    return (program, program.pipes)
  }

  private static func compiled(_ folder: TemporaryFolder) throws -> String {
    try folder.write(Array(source.utf8), to: "peer.c")
    let binary = folder.path("peer")
    _ = Program.output(["cc", "-O2", "-o", binary, folder.path("peer.c")])
    guard access(binary, X_OK) == 0 else { throw BenchError("no C compiler for the peer") }
    return binary
  }

  /// Answers every read with a line as long as the server's.
  private static let source = """
    #include <string.h>
    #include <sys/socket.h>
    #include <sys/un.h>
    #include <unistd.h>

    int main(int count, char **words) {
      static const char answer[] =
        "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"result\\":"
        "{\\"ok\\":true,\\"version\\":\\"0.1.0\\",\\"protocol\\":\\"1\\"}}\\n";
      struct sockaddr_un address = {.sun_family = AF_UNIX};
      char buffer[65536];
      int input = 0, output = 1;
      if (count > 1) {
        strncpy(address.sun_path, words[1], sizeof address.sun_path - 1);
        int listener = socket(AF_UNIX, SOCK_STREAM, 0);
        if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 8))
          return 1;
        input = output = accept(listener, 0, 0);
      }
      while (read(input, buffer, sizeof buffer) > 0)
        if (write(output, answer, sizeof answer - 1) < 0) return 1;
      return 0;
    }
    """
}
