/// Texts with bytes changed, cut and doubled at random: each is read or refused, never more.
import Support
import Testing

@testable import Wire

struct MutationTests {
  private static let seeds = [
    #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":[1,2.5,-3e7,null,true,false]}}"#,
    #"[{"id":"a","v":1.25,"t":"客户\n\u5ba2\ud83d\ude00"},{"id":"b","v":2,"t":""},{"id":"c"}]"#,
    #"[[[[{}]],{"a":{"b":{"c":[{},{"d":12345678901234567890}]}}}],"\\\"",0.1e-7]"#,
  ]

  private static let interesting =
    Array("{}[]\",:\\u0019eE+-.ntf \n\u{e9}".utf8) + [0, 0x80, 0xff, 0xed]

  private func mutated(_ text: String, _ random: inout SeededRandom) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0...random.below(4) where !bytes.isEmpty {
      let place = random.below(bytes.count)
      switch random.below(4) {
      case 0: bytes[place] = Self.interesting[random.below(Self.interesting.count)]
      case 1: bytes.insert(Self.interesting[random.below(Self.interesting.count)], at: place)
      case 2: bytes.remove(at: place)
      default:
        let end = min(bytes.count, place + random.below(12))
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count))
      }
    }
    return bytes
  }

  @Test func `a changed text is read consistently or refused within its bounds`() {
    var random = SeededRandom(seed: 42)
    var readable = 0
    for round in 0..<30_000 {
      let bytes = mutated(Self.seeds[round % Self.seeds.count], &random)
      do throws(JSONError) {
        let root = try JSONDocument(bytes).root
        readable += 1
        let copy = JSON(root)
        let again = try JSON(parsing: copy.text())
        #expect(again.text() == copy.text())
        #expect(JSON(try JSONDocument(text: root.sourceText).root) == copy)
      } catch {
        #expect(0 <= error.offset && error.offset <= bytes.count)
      }
    }
    #expect(readable > 1_000)
  }

  @Test func `changed frames end in texts or a refusal`() {
    var random = SeededRandom(seed: 7)
    let stream = "Content-Length: 2\r\nX: y\r\n\r\n{}Content-Length: 4\r\n\r\n[12]\n{}\n"
    for _ in 0..<5_000 {
      let bytes = mutated(stream, &random)
      var place = 0
      var reader = FrameReader(bufferBytes: 16, messageBytes: 64)
      reading: for _ in 0..<200 {
        let frame = reader.next { buffer in
          let count = min(buffer.count, bytes.count - place, 1 + random.below(9))
          buffer.copyBytes(from: bytes[place..<place + count])
          place += count
          return count
        }
        switch frame {
        case .end, .refused(_, closes: true): break reading
        case .text(let text): #expect(text.count <= 64)
        case .refused(let refusal, closes: false): #expect(refusal.code != 0)
        }
      }
    }
  }
}
