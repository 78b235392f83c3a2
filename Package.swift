// swift-tools-version: 6.2
import PackageDescription

// Release code is built for x86-64-v3; `tenure` checks the processor before any of it runs.
#if arch(x86_64)
  let simd: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
#else
  let simd: [SwiftSetting] = []
#endif

// With TENURE_FUZZ set there is one target more, and all code tells the fuzzer where it has been.
// Tests/README.md has the command.
let isFuzzed = Context.environment["TENURE_FUZZ"] != nil
let watched: [SwiftSetting] = isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []
let fuzzer: [Target] =
  isFuzzed
  ? [
    .executableTarget(
      name: "tenure-fuzz", dependencies: ["TestKit"], swiftSettings: watched,
      // The fuzzer brings a `main` of its own, and so does the package manager.
      linkerSettings: [
        .unsafeFlags([
          "-use-ld=lld", "-sanitize=fuzzer,address", "-Xlinker", "--allow-multiple-definition",
        ])
      ])
  ] : []

// Shared by every target.
let plain: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
let strict: [SwiftSetting] =
  plain + simd + watched + [
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
  ]

// Targets with loops over bytes or numbers are optimised in debug builds too: without it their
// tests run hundreds of times slower.
let hot: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "tenure",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tenure", targets: ["tenure"]),
    .executable(name: "tenure-gen", targets: ["tenure-gen"]),
    .executable(name: "tenure-bench", targets: ["tenure-bench"]),
  ],
  targets: [
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CSystem"),

    .target(name: "Support", swiftSettings: hot),
    .target(name: "Wire", dependencies: ["Support"], swiftSettings: hot),
    .target(name: "Contract", dependencies: ["Wire", "Support"], swiftSettings: strict),
    .target(
      name: "Tables", dependencies: ["Wire", "Support", "CSQLite", "CZlib", "CSystem"],
      swiftSettings: hot),
    .target(name: "Numerics", dependencies: ["Support"], swiftSettings: hot),
    .target(name: "Learning", dependencies: ["Numerics", "Support"], swiftSettings: hot),
    .target(
      name: "Analytics", dependencies: ["Tables", "Learning", "Numerics", "Support"],
      swiftSettings: hot),
    .target(
      name: "Methods",
      dependencies: ["Contract", "Wire", "Analytics", "Learning", "Tables", "Support", "CSystem"],
      swiftSettings: strict),
    .target(
      name: "Dialects", dependencies: ["Methods", "Contract", "Wire", "Support"],
      swiftSettings: strict),
    .target(
      name: "Server",
      dependencies: ["Dialects", "Methods", "Contract", "Wire", "Support", "CSystem"],
      swiftSettings: strict),
    .target(
      name: "ProtocolGen", dependencies: ["Dialects", "Methods", "Contract", "Wire"],
      swiftSettings: strict),

    // Compiled for the plain processor: this code runs before the check.
    .executableTarget(
      name: "tenure",
      dependencies: [
        "Server", "Dialects", "Methods", "Analytics", "Contract", "Wire", "Support", "CSystem",
      ],
      swiftSettings: plain),
    .executableTarget(
      name: "tenure-gen", dependencies: ["ProtocolGen", "Dialects", "Contract", "Support"],
      swiftSettings: strict),
    .executableTarget(
      name: "tenure-bench",
      dependencies: ["Methods", "Analytics", "Learning", "Tables", "Numerics", "Wire", "Support"],
      swiftSettings: hot),

    .target(
      name: "TestKit",
      dependencies: ["Server", "Dialects", "Methods", "Contract", "Wire", "Support"],
      path: "Tests/TestKit", swiftSettings: strict),
    .testTarget(name: "WireTests", dependencies: ["Wire", "TestKit"], swiftSettings: strict),
    .testTarget(
      name: "ContractTests", dependencies: ["Contract", "Wire", "TestKit"], swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "TestKit", "CZlib"], swiftSettings: strict),
    .testTarget(
      name: "NumericsTests", dependencies: ["Numerics", "TestKit"], swiftSettings: strict),
    .testTarget(
      name: "LearningTests", dependencies: ["Learning", "Numerics", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "AnalyticsTests", dependencies: ["Analytics", "Learning", "Tables", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "MethodsTests", dependencies: ["Methods", "Contract", "Wire", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "ServerTests",
      dependencies: ["Server", "Methods", "Contract", "Wire", "TestKit", "tenure"],
      swiftSettings: strict),
    .testTarget(
      name: "ProtocolTests",
      dependencies: ["ProtocolGen", "Methods", "Contract", "Wire", "TestKit", "tenure"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", dependencies: ["TestKit", "Methods"], swiftSettings: strict),
  ] + fuzzer,
  swiftLanguageModes: [.v6]
)
