/// Arrays that are filled in place.
extension Array {
  /// As `init(unsafeUninitializedCapacity:initializingWith:)`, but nothing is written for a count
  /// of zero: that initialiser sets the length of the one empty array that all threads share.
  ///
  /// - Parameter fill: writes the elements and says how many; not called where `most` is zero.
  package init(
    most: Int, filledBy fill: (inout UnsafeMutableBufferPointer<Element>, inout Int) throws -> Void
  ) rethrows {
    guard most > 0 else {
      self = []
      return
    }
    try self.init(unsafeUninitializedCapacity: most, initializingWith: fill)
  }
}
