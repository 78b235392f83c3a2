/// Chinese cut into words, against jieba.
import Analytics
import Learning
import Numerics
import Support
import Tables

extension Case {
  static let segment = Case(
    name: "segment",
    words: """
      62,774 Chinese reviews cut into words: the cutter alone, and all that tokenize does with new \
      words and hiding personal data; the peer is jieba
      """
  ) { bench in
    let path = try bench.data("online-shopping-10-cats/online_shopping_10_cats.csv.gz")
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    let texts = try FeedbackTexts(table, redacts: false, Run())
    let bytes = texts.texts.reduce(0) { $0 + $1.count }
    let tokenizer = Tokenizer()
    let cutting = try bench.times {
      _ = try Parallel.map(count: texts.texts.count, chunk: 256) { range in
        var own = tokenizer
        return range.reduce(0) { $0 + own.tokens(texts.texts[$1]).count }
      }
    }
    let calling = try bench.times {
      let table = try TableReader.read(path: path, ReadOptions(), Run())
      let texts = try FeedbackTexts(table, redacts: false, Run())
      _ = try TokenizedTexts(texts, redacts: true, learns: true, tags: false, Run())
    }
    let peer = try Peer.python(bench, jieba, [path])
    var cut = Measurement(part: "cut", seconds: cutting, units: Double(bytes), unit: "bytes")
    var call = Measurement(part: "tokenize", seconds: calling, units: Double(bytes), unit: "bytes")
    (cut.peer, call.peer) = (peer, peer)
    return [cut, call]
  }

  private static let jieba = """
    import csv, gzip, io
    jieba = need("jieba")
    jieba.setLogLevel(60)
    jieba.initialize()
    with gzip.open(sys.argv[2], "rt", encoding="utf-8") as file:
        texts = [row["review"] for row in csv.DictReader(file)]
    seconds, count = best_of(lambda: sum(len(jieba.lcut(text)) for text in texts))
    tell("jieba " + jieba.__version__ + ", one thread", seconds, tokens=count)
    """
}
