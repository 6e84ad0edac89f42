namespace ValeoChaos.Core.Running;

/// <summary>The thirteen phases of one scenario, in order.</summary>
public enum Phase { Prepare, Gate, Inject, InEffect, Alert, Hold, Diagnose, Mitigate, Restore, Resolve, Undo, Collect, Judge }
