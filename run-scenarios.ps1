# Runs scenarios for people at home in PowerShell; the same commands as the command line, and its exit code.
param(
    [string] $Scenario = 'all',
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
if ($Provision) {
    $options += '--provision'
}

& dotnet run --project $project -- run $Scenario @options
exit $LASTEXITCODE
