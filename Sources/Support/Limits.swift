/// Every bound of the daemon, in one table. Each has a test at it and one beyond it.
package enum Limits {
  // The wire
  /// Bytes of one message; a larger one is refused with 5006.
  package static let messageBytes = 256 << 20
  /// Bytes of the header block of one frame.
  package static let headerBytes = 8 << 10
  /// Levels of arrays and objects inside each other.
  package static let nestingDepth = 512
  /// Members of one batch.
  package static let batchMembers = 1_000
  /// Unanswered requests of one connection before it is no longer read.
  package static let requestsPerConnection = 100_000
  /// Bytes of replies one connection may leave unread before it is no longer read.
  package static let unreadReplyBytes = 64 << 20
  /// Connections served at once.
  package static let connections = 1_000
  /// Bytes of a socket's path, as the system has it.
  package static let socketPathBytes = 107

  // Tables
  package static let fileBytes = 4 << 30
  /// Bytes of a file's path, as the system has it; a longer one is not repeated in the refusal.
  package static let pathBytes = 4_096
  package static let rows = 50_000_000
  package static let columns = 16_384
  /// Cells of one table: they are what takes memory, also where they are empty.
  package static let cells = 200_000_000
  /// Bytes of one cell of a file.
  package static let cellBytes = 16 << 20
  /// The largest number a cell may hold: its square, and the product of two squares, are still
  /// numbers. Anything beyond it is a mistake in the file and counts as a bad cell.
  package static let cellMagnitude = 1e60
  /// Memory that loaded tables may take before the oldest unnamed one is dropped.
  package static let tableBytes = 2 << 30
  /// How often the files of watched datasets are looked at.
  package static let watchMilliseconds = 500
  /// Datasets with a name.
  package static let datasets = 256
  /// Models with a name, and the memory they may take in all.
  package static let models = 256
  /// Days that `probabilityAlive` is asked for.
  package static let aliveDays = 366
  /// Folds of a cross-validation.
  package static let folds = 20
  /// Combinations of settings that are tried.
  package static let tuningTrials = 200
  package static let modelBytes = 1 << 30
  /// Bytes of the name of a dataset or a model.
  package static let nameBytes = 200
  /// Bad rows listed by line number in an answer; the rest are counted.
  package static let listedBadRows = 20

  // Learning
  /// Columns of which principal components are taken: the work grows with their third power.
  package static let componentColumns = 2_000
  /// Han characters that are read to find new words.
  package static let discoveryCharacters = 2_000_000
  /// Categories of the caller's own, and the seeds and examples of all of them.
  package static let ownCategories = 50
  package static let ownSeeds = 2_000
  /// Rated texts from which the meaning of words of feeling is taken; of more every n-th.
  package static let calibrationTexts = 50_000
  /// Tokens whose neighbours are counted for vectors of words, and the words that get one.
  package static let embedTokens = 2_000_000
  package static let embedWords = 20_000
  /// Words asked of them in one request.
  package static let embedQueries = 200
  /// Bytes of one seed or example.
  package static let seedBytes = 2_000
  /// Different labels of texts; a column of more is no column of labels.
  package static let textLabels = 200
  /// Weights of one linear model of texts; beyond it the grams of the fewest texts are left out.
  package static let textWeights = 20_000_000
  /// The same for a model that `classifyFeedback` learns on the spot.
  package static let feedbackWeights = 2_000_000
  /// Bytes of texts times models per learner; beyond it there are three folds and fewer learners.
  package static let textWork = 20_000_000
  /// Bytes of labelled texts times scores per text; beyond it `classifyFeedback` learns from words
  /// and not from runs of characters.
  package static let feedbackWork = 8_000_000
  /// Groups that feedback is told apart by in one answer.
  package static let feedbackGroups = 50
  /// Bytes of one text that is cut into tokens.
  package static let tokenTextBytes = 1 << 20
  /// Rows that are merged step by step into a tree of groups: the work grows with their square.
  package static let treeRows = 50_000
  /// The same where the distances of all pairs must be kept: eight bytes a pair, 1 GiB.
  package static let pairRows = 16_384

  /// Columns trees are grown on: each keeps up to 256 sums for every leaf.
  package static let treeColumns = 4_096
  /// Trees of one model, leaves of one tree, and levels below its root.
  package static let trees = 10_000
  package static let treeLeaves = 4_096
  package static let treeDepth = 256
  /// Nodes of a forest; its leaves have more rows where there would be more.
  package static let forestNodes = 20_000_000
  /// How often the values of a feature change rows to tell its importance.
  package static let permutations = 100
  /// Classes that boosted trees tell apart: each round grows a tree for every one.
  package static let treeClasses = 100
  /// Columns of a linear model: the products of all pairs are kept.
  package static let linearColumns = 2_000
  /// The lesser of people and items where a matrix of all their pairs is inverted: the work grows
  /// with its third power.
  package static let inverseOrder = 12_500
  /// Numbers of such a matrix, or of what is made of it: four bytes each.
  package static let inverseCells = 200_000_000
  /// Units of a hidden layer of a small network.
  package static let hiddenUnits = 1_024

  // Samples
  /// Customers of one sample.
  package static let sampleCustomers = 100_000
  /// Months of one sample.
  package static let sampleMonths = 120
  /// Customers times months of one sample: each is a few rows.
  package static let sampleCustomerMonths = 1_000_000

  // Customers
  /// Tables of one request that are brought together.
  package static let sources = 32
  /// Pairs of records that are compared to find who is who.
  package static let identityPairs = 40_000_000
  /// Different texts of a column that are compared with each other for other ways of writing.
  package static let comparedTexts = 50_000
  /// Tables that are joined to one, and columns of a key.
  package static let joins = 8
  package static let joinKeys = 8
  /// Items and purchase days of a customer's profile.
  package static let profileItems = 1_000
  /// Rows added to a dataset by one request.
  package static let appendRows = 1_000_000
  /// Addings of a dataset that are remembered; the oldest are forgotten.
  package static let appendKeys = 1_000
  /// Customers that an adding remembers by id.
  package static let appendCustomers = 1_000
  /// Records of one person that an answer lists.
  package static let groupMembers = 100
  /// Pairs kept for somebody to look at.
  package static let identityReviews = 10_000

  // Answers
  /// Rows of one page.
  package static let pageRows = 1_000_000
  /// Reasons per row.
  package static let reasonsPerRow = 10
  package static let clusters = 50
  /// Times looked back on by one set of features.
  package static let featureWindows = 8
  /// Different words of a column that customers are grouped by.
  package static let categories = 50
  /// Points drawn in one picture; of more, as many are drawn by the seed.
  package static let plotPoints = 3_000
  /// Features or words under each other in one picture.
  package static let plotFeatures = 20
  /// Groups with a curve of their own in one picture: as many as there are colours.
  package static let plotGroups = 8
  /// Pixels across of one picture.
  package static let plotWidths = 320...4_000
  /// Features that are ranked beside each other.
  package static let rankedFeatures = 200
  /// Samples that tell how stable a ranking is.
  package static let rankResamples = 500
  /// Periods of a table of cohorts.
  package static let cohortPeriods = 240
  /// What the rates of customers may differ by in `ltv`: coefficients of each rate.
  package static let customerTraits = 20
  /// Different words of a column that they differ by.
  package static let traitValues = 8
  /// Values of a column that survival curves are told apart by.
  package static let survivalGroups = 12
  /// Points of one survival curve in an answer; of more, as many spread over the times.
  package static let survivalPoints = 200
  /// Times that `survival` looks ahead.
  package static let survivalHorizons = 12
  /// Periods a forecast learns from; older ones are left out.
  package static let forecastPeriods = 1_000
  /// Periods that it looks ahead.
  package static let forecastHorizon = 366
  /// Items or segments that one answer forecasts.
  package static let forecastParts = 100
  /// Values that cohorts are told apart by.
  package static let cohortParts = 12
  /// Bytes of an expression.
  package static let formulaBytes = 4_096
  /// Levels of brackets and powers in it.
  package static let formulaDepth = 64
  /// Parts of min, max and sum.
  package static let formulaParts = 100
  /// Steps of it that are shown.
  package static let formulaSteps = 100
  /// Inputs of it, and payments of each.
  package static let formulaInputs = 1_000
  /// Sets of items that come together often enough.
  package static let itemsets = 200_000
  /// Rules made of them.
  package static let rules = 1_000_000
  /// Values that rankings of items are told apart by.
  package static let popularSegments = 100
  /// Longest wait of `sleep`.
  package static let sleepSeconds = 600.0

  // Jobs
  /// Jobs that are not over yet; one more is refused with 5001. As many that are over are kept.
  package static let jobs = 1_000
  /// Bytes of kept results; the oldest go first.
  package static let jobResultBytes = 256 << 20
  /// How long a result is kept.
  package static let jobKeepSeconds = 3_600
  /// The longest `timeoutMs` of a request.
  package static let timeoutMilliseconds = 86_400_000

  // Life
  /// Longest wait for the first answer of a server that is there already.
  package static let greetingMilliseconds = 2_000
  /// Longest wait for a server that was just started, or told to end.
  package static let startMilliseconds = 5_000
  /// Longest wait for accepted work after the end of input.
  package static let drainMilliseconds = 600_000
  /// Progress notifications of one request per second.
  package static let progressPerSecond = 10
}
