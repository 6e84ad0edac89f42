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
    $arguments = @('list')
}
else {
    if (($Scenario.Count + $Alert.Count + $Cause.Count + $Category.Count) -eq 0) {
        $Scenario = @('all')
    }

    $arguments = @('run') + $Scenario
    $arguments += @('--speed', $Speed.ToString([System.Globalization.CultureInfo]::InvariantCulture), '--results', $Results)
    foreach ($value in $Alert) { $arguments += @('--alert', $value) }
    foreach ($value in $Cause) { $arguments += @('--cause', $value) }
    foreach ($value in $Category) { $arguments += @('--category', $value) }
    if ($null -ne $Lanes) {
        $arguments += @('--lanes', $Lanes.ToString([System.Globalization.CultureInfo]::InvariantCulture))
    }

    if ($Provision) {
        $arguments += '--provision'
    }
}

try {
    & dotnet run --project $project -- @arguments
}
catch [System.Management.Automation.CommandNotFoundException] {
    # It would go on, and end with the exit code of success.
    [System.Console]::Error.WriteLine('error: dotnet is not on the PATH. Install the .NET 10 SDK.')
    exit 2
}

exit $LASTEXITCODE
