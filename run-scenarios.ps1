# Runs scenarios for people at home in PowerShell; the same commands as the command line, and its exit code.
param(
    [string[]] $Scenario = @(),
    [string[]] $Alert = @(),
    [string[]] $Cause = @(),
    [string[]] $Category = @(),
    [Nullable[int]] $Lanes,
    [double] $Speed = 20,
    [string] $Results = 'results',
    [switch] $List,
    [switch] $Provision
)

$project = [System.IO.Path]::Combine($PSScriptRoot, 'scenarios', 'Cli')
if ($List) {
    & dotnet run --project $project -- list
    exit $LASTEXITCODE
}

$options = @('--speed', $Speed.ToString([System.Globalization.CultureInfo]::InvariantCulture), '--results', $Results)
foreach ($value in $Alert) { $options += @('--alert', $value) }
foreach ($value in $Cause) { $options += @('--cause', $value) }
foreach ($value in $Category) { $options += @('--category', $value) }
if ($null -ne $Lanes) {
    $options += @('--lanes', $Lanes.ToString([System.Globalization.CultureInfo]::InvariantCulture))
}

if ($Provision) {
    $options += '--provision'
}

if (($Scenario.Count + $Alert.Count + $Cause.Count + $Category.Count) -eq 0) {
    $Scenario = @('all')
}

& dotnet run --project $project -- run @Scenario @options
exit $LASTEXITCODE
