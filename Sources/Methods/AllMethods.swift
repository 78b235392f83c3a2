/// The list of methods, in the order of the reference page. What is not here does not exist.
package enum AllMethods {
  package static let entries: [MethodEntry] = [
    MethodEntry(Segment.self),
    MethodEntry(PredictChurn.self),
    MethodEntry(Recommend.self),
    MethodEntry(Ltv.self),
    MethodEntry(ClassifyFeedback.self),
    MethodEntry(LoadDataset.self),
    MethodEntry(DetectColumns.self),
    MethodEntry(ListDatasets.self),
    MethodEntry(DescribeDataset.self),
    MethodEntry(UnloadDataset.self),
    MethodEntry(RFMMethod.self),
    MethodEntry(LifecycleStagesMethod.self),
    MethodEntry(CohortsMethod.self),
    MethodEntry(ListJobs.self),
    MethodEntry(GetJob.self),
    MethodEntry(WaitJob.self),
    MethodEntry(CancelJob.self),
    MethodEntry(Shutdown.self),
    MethodEntry(Ping.self),
    MethodEntry(Status.self),
    MethodEntry(Sleep.self),
    MethodEntry(Subscribe.self),
    MethodEntry(Unsubscribe.self),
    MethodEntry(Discover.self),
  ]
}
