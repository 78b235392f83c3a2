// Writes every generated file, or proves with --check that they are fresh.
//
// Run from the top of the repository. Exit codes: 0 done or fresh, 1 stale, 2 wrong words.
import Contract
import Dialects
import ProtocolGen

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let arguments = CommandLine.arguments.dropFirst()
guard arguments.isEmpty || arguments.elementsEqual(["--check"]) else {
  say("usage: tenure-gen [--check]")
  exit(2)
}
var stale = 0
for file in GeneratedFile.all(.current) {
  let current = read(file.path) ?? ""
  guard let wanted = file.renewed(current) else {
    say("\(file.path): the markers of the generated block are missing")
    stale += 1
    continue
  }
  if wanted == current { continue }
  if arguments.isEmpty {
    guard write(wanted, to: file.path) else {
      say("\(file.path): cannot be written")
      exit(1)
    }
    say("wrote \(file.path)")
  } else {
    say("\(file.path) is stale; renew it with: \(GeneratedFile.command)")
    stale += 1
  }
}
exit(stale == 0 ? 0 : 1)

func say(_ text: String) {
  let bytes = Array("\(text)\n".utf8)
  _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}

func read(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&block, 1, block.count, file), count > 0 {
    bytes.append(contentsOf: block[..<count])
  }
  return String(validating: bytes, as: UTF8.self)
}

func write(_ text: String, to path: String) -> Bool {
  guard let file = fopen(path, "w") else { return false }
  let bytes = Array(text.utf8)
  let count = fwrite(bytes, 1, bytes.count, file)
  return fclose(file) == 0 && count == bytes.count
}
