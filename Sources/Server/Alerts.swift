/// Who is to be told of what. Telling never waits: a client with no room for more is told later how
/// many it has missed.
import Dialects
import Methods

/// A class: connections come and go while workers publish.
final class Alerts: @unchecked Sendable {
  private struct Listener {
    var topics: Set<AlertTopic>
    var missed = 0
    /// Sends a notification, or says that there is no room.
    let offer: @Sendable ([UInt8]) -> Bool
  }

  private let gate = Gate()
  private var listeners: [ObjectIdentifier: Listener] = [:]

  /// Adds topics for a client.
  func subscribe(
    _ client: ObjectIdentifier, _ topics: Set<AlertTopic>,
    offer: @escaping @Sendable ([UInt8]) -> Bool
  ) {
    gate.locked {
      listeners[client, default: Listener(topics: [], offer: offer)].topics.formUnion(topics)
    }
  }

  /// Takes topics from a client.
  func unsubscribe(_ client: ObjectIdentifier, _ topics: Set<AlertTopic>) {
    gate.locked {
      listeners[client]?.topics.subtract(topics)
      if listeners[client]?.topics.isEmpty ?? false { listeners[client] = nil }
    }
  }

  /// Forgets a client.
  func leave(_ client: ObjectIdentifier) { gate.locked { listeners[client] = nil } }

  /// Tells everybody who asked.
  func publish(_ happenings: [Happening]) {
    guard !happenings.isEmpty else { return }
    gate.locked {
      for happening in happenings {
        for client in listeners.keys {
          guard let listener = listeners[client], listener.topics.contains(happening.topic) else {
            continue
          }
          let text = AlertText.notification(happening, missed: listener.missed)
          listeners[client]?.missed = listener.offer(text) ? 0 : listener.missed + 1
        }
      }
    }
  }
}
