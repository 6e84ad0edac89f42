// One lab for each fixture that has one; they wait far more than they work.
[assembly: LevelOfParallelism(2)]
