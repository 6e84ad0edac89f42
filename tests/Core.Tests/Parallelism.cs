// A fixture's own tests share its fields; fixtures share nothing.
[assembly: Parallelizable(ParallelScope.Fixtures)]

// Twice the usual two cores: the runner's tests wait for looks more than they work.
[assembly: LevelOfParallelism(4)]
