/// Who holds the other end of a Unix socket, as the system knows it.
import Glibc

struct PeerIdentity {
  let process: Int32
  let user: UInt32

  /// Nil where the system does not tell.
  init?(of socket: Int32) {
    // The layout of `struct ucred`, which is not imported.
    var peer: (process: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
    var size = socklen_t(12)
    let isKnown = withUnsafeMutableBytes(of: &peer) {
      getsockopt(socket, SOL_SOCKET, SO_PEERCRED, $0.baseAddress, &size) == 0
    }
    guard isKnown else { return nil }
    process = peer.process
    user = peer.user
  }
}
