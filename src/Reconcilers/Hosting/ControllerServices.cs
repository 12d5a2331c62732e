using KubeController.Informers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace KubeController.Reconcilers.Hosting;

/// <summary>What a controller is made of.</summary>
internal sealed class ControllerServices(
    IServiceProvider services, SharedInformers informers, IEnumerable<ControllerConfiguration> configurations, ControllerSurroundings surroundings)
{
    public IServiceProvider Services => services;

    public InformerLender Informers { get; } = new(services, informers);

    public ControllerSurroundings Surroundings => surroundings;

    /// <summary>The settings of a controller whose options were registered with the host.</summary>
    public ControllerSettings RegisteredSettings(string name) => new(
        name,
        () => services.GetRequiredService<IOptionsFactory<ControllerOptions>>().Create(name),
        services.GetServices<IOptionsChangeTokenSource<ControllerOptions>>()
            .Where(source => source.Name is null || source.Name == name).Select(source => (Func<IChangeToken>)source.GetChangeToken),
        surroundings.Logger);

    /// <summary>The settings of a controller that comes when the services are made already.</summary>
    public ControllerSettings LateSettings(string name, IReadOnlyList<Action<ControllerOptions>> configure)
    {
        var sections = configurations.Select(configuration => configuration.Of(name)).ToList();
        return new(name, Read, sections.Select(section => (Func<IChangeToken>)section.GetReloadToken), surroundings.Logger);

        ControllerOptions Read()
        {
            var options = services.GetRequiredService<IOptionsFactory<ControllerOptions>>().Create(name);
            foreach (var action in configure)
            {
                action(options);
            }

            sections.ForEach(section => section.Bind(options));
            var failures = services.GetServices<IValidateOptions<ControllerOptions>>()
                .Select(validator => validator.Validate(name, options)).Where(result => result.Failed).SelectMany(result => result.Failures ?? []).ToList();
            return failures.Count == 0 ? options : throw new OptionsValidationException(name, typeof(ControllerOptions), failures);
        }
    }
}
