/// A tree of characters that holds words, walked one character at a time.
///
/// The first character is looked up in a plain array, every further edge in one open hash table of
/// node and character, filled to half at most. There is nothing in it but three arrays.

package struct WordTrie: Sendable {
  /// Node and character of each edge plus one; zero is a free place.
  private var keys: [UInt64]
  private var targets: [Int32]
  private var edgeCount = 0
  /// The node of each first character below 0x10000.
  private var roots: [Int32]
  /// The value of the word that ends at each node, or -1.
  private var values: [Int32] = [-1]

  package init() {
    keys = [UInt64](repeating: 0, count: 1024)
    targets = [Int32](repeating: 0, count: 1024)
    roots = [Int32](repeating: 0, count: 0x10000)
  }

  /// The start of every walk.
  package static let root: Int32 = 0

  /// The value of the word that ends at a node, or -1.
  @inline(__always)
  package func value(_ node: Int32) -> Int32 { values[Int(node)] }

  /// The node one character further, or 0 when no word goes on like this.
  @inline(__always)
  package func next(_ node: Int32, _ character: UInt32) -> Int32 {
    if node == Self.root, character < 0x10000 { return roots[Int(character)] }
    let key = Self.key(node, character)
    let mask = keys.count - 1
    var place = Self.place(key, mask)
    while keys[place] != 0 {
      if keys[place] == key { return targets[place] }
      place = (place + 1) & mask
    }
    return 0
  }

  /// Puts in a word, or changes the value it has. An empty word is not put in.
  package mutating func insert(_ word: some Sequence<UInt32>, value: Int32) {
    var node = Self.root
    for character in word {
      let known = next(node, character)
      if known != 0 {
        node = known
      } else {
        node = add(node, character)
      }
    }
    if node != Self.root { values[Int(node)] = value }
  }

  /// The value of a whole word, or -1.
  package func find(_ word: some Sequence<UInt32>) -> Int32 {
    var node = Self.root
    for character in word {
      node = next(node, character)
      if node == 0 { return -1 }
    }
    return node == Self.root ? -1 : values[Int(node)]
  }

  private mutating func add(_ node: Int32, _ character: UInt32) -> Int32 {
    let fresh = Int32(truncatingIfNeeded: values.count)
    values.append(-1)
    if node == Self.root, character < 0x10000 {
      roots[Int(character)] = fresh
      return fresh
    }
    if 2 * (edgeCount + 1) > keys.count { grow() }
    put(Self.key(node, character), fresh)
    edgeCount += 1
    return fresh
  }

  private mutating func put(_ key: UInt64, _ target: Int32) {
    let mask = keys.count - 1
    var place = Self.place(key, mask)
    while keys[place] != 0 { place = (place + 1) & mask }
    keys[place] = key
    targets[place] = target
  }

  private mutating func grow() {
    let (oldKeys, oldTargets) = (keys, targets)
    keys = [UInt64](repeating: 0, count: 2 * oldKeys.count)
    targets = [Int32](repeating: 0, count: 2 * oldKeys.count)
    for index in oldKeys.indices where oldKeys[index] != 0 {
      put(oldKeys[index], oldTargets[index])
    }
  }

  @inline(__always)
  private static func key(_ node: Int32, _ character: UInt32) -> UInt64 {
    (UInt64(UInt32(bitPattern: node)) << 32 | UInt64(character)) &+ 1
  }

  /// Multiplicative hashing; the high bits of the product are the well-mixed ones.
  @inline(__always)
  private static func place(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
  }
}
