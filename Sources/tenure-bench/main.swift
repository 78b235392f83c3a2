// Named measurements, a JSON line each. `--peers` runs the program others would use in the same run
// and prints how many times longer it took.
//
// Numbers are for people: nothing is asserted here, and no test calls this.
import Glibc

signal(SIGPIPE, SIG_IGN)
do {
  guard let bench = try Bench(arguments: Array(CommandLine.arguments.dropFirst())) else { exit(0) }
  exit(bench.runAll(Case.all))
} catch {
  Terminal.say("tenure-bench: \(error.words)")
  Terminal.say("usage: tenure-bench \(Bench.usage)")
  exit(2)
}
