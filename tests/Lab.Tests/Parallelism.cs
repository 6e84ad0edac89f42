// Fixtures with a lab take turns where the machine does not carry two.
[assembly: LevelOfParallelism(2)]
