// A fixture's own tests share its fields; fixtures share nothing.
[assembly: Parallelizable(ParallelScope.Fixtures)]
