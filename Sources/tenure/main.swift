// From arguments to a command to an exit code. The processor is checked before any code that needs
// its vector instructions runs.
import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

guard tenure_processor_fits() == 1 else {
  Terminal.error(
    "tenure needs a processor with AVX2, FMA and BMI2 (x86-64-v3); this one lacks them")
  exit(3)
}
signal(SIGPIPE, SIG_IGN)
tenure_return_large_blocks()
exit(Command.run(Array(CommandLine.arguments.dropFirst())))
