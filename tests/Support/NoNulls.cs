using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Sdk;

namespace RedmineBridge.Tests.Support;

/// <summary>
/// Looks through what was read for a null where the type says that there is none: whoever uses it later would stumble over that, far from
/// whoever let it in.
/// </summary>
internal static class NoNulls
{
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, bool MayBeNull)[]> Known = new();

    public static void Check(object read)
    {
        if (read is string || read.GetType().IsPrimitive || read.GetType().IsEnum)
            return;
        if (read is IEnumerable many)
        {
            foreach (var item in many)
                Check(item ?? throw new XunitException($"A null is among {read.GetType()}"));
            return;
        }

        if (read.GetType().Namespace?.StartsWith("RedmineBridge", StringComparison.Ordinal) != true)
            return;
        foreach (var (property, mayBeNull) in Known.GetOrAdd(read.GetType(), PropertiesOf))
        {
            if (property.GetValue(read) is { } value)
                Check(value);
            else if (!mayBeNull)
                throw new XunitException($"{read.GetType().Name}.{property.Name} is null");
        }
    }

    private static (PropertyInfo Property, bool MayBeNull)[] PropertiesOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)
                .Select(p => (p, nullability.Create(p).ReadState != NullabilityState.NotNull)),
        ];
    }
}
